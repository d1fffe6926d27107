"""Who wrote it and when, where only people are told so: the line under the title, as Chinese sites write it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

from lxml.html import HtmlElement

NEAR_TITLE = 600  # characters after the title in which a byline stands
AT_END = 400  # characters before the end in which editors are named
EARLIEST = 1990
CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class SiteRule:
    """Where one site says it: XPaths, the first that has text decides."""

    host: str  # a suffix of the host
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()


SITES: tuple[SiteRule, ...] = (
    SiteRule(
        "mp.weixin.qq.com",
        author=("//*[@id='js_author_name']", "//*[@id='js_name']", "//*[@id='profileBt']/a"),
        date=("//*[@id='publish_time']",),
    ),
    SiteRule(
        "zhihu.com",
        author=(
            "//*[contains(@class,'AuthorInfo')]/meta[@itemprop='name']/@content",
            "//*[contains(@class,'AuthorInfo-name')]",
        ),
        date=("//*[contains(@class,'ContentItem-time')]", "//meta[@itemprop='datePublished']/@content"),
    ),
    SiteRule(
        "weibo.com",
        author=("//*[contains(@class,'head_name')]", "//*[contains(@class,'WB_info')]/a"),
        date=("//*[contains(@class,'head-info_time')]/@title", "//*[contains(@class,'head-info_time')]"),
    ),
    SiteRule("weibo.cn", author=("//*[contains(@class,'m-text-cut')]",), date=("//*[contains(@class,'time')]",)),
    SiteRule("jianshu.com", author=("//a[contains(@href,'/u/')]/span", "//a[contains(@href,'/u/')]")),
    SiteRule("csdn.net", author=("//a[contains(@class,'follow-nickName')]",)),
    SiteRule("bilibili.com", author=("//*[contains(@class,'up-name')]", "//a[contains(@class,'up-name')]")),
)

_NAME = r"[\u4e00-\u9fff\w·•.&-]{2,24}"
_LATIN = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}"
_NAMES = rf"({_LATIN}|{_NAME}(?:[ 、，,]{{1,2}}[\u4e00-\u9fff·]{{2,4}}(?![\u4e00-\u9fff\w:：])){{0,3}})"
_SAYS = r"\s*[:：/／丨|｜]\s*"

# Nearest to an author first. An editor or a source is better than nobody.
AUTHOR_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"作\s*者{_SAYS}{_NAMES}",
        rf"(?:撰\s*文|撰\s*稿|作\s*家|口\s*述|(?<![\u4e00-\u9fff])文){_SAYS}{_NAMES}",
        rf"记\s*者(?:{_SAYS}|\s+){_NAMES}",
        rf"(?:来\s*源|稿源|出处|公众号){_SAYS}({_NAME})",
        rf"(?:责\s*任\s*编\s*辑|责\s*编|编\s*辑|小\s*编){_SAYS}{_NAMES}",
    )
)
_NO_NAMES = frozenset({"未知", "佚名", "网络", "互联网", "admin", "本站", "原创", "转载", "字号", "编辑", "作者"})

_DATE = (
    r"(?P<year>(?:19|20)\d\d)\s?[年년/.-]\s?(?P<month>\d{1,2})\s?[月월/.-]\s?(?P<day>\d{1,2})(?!\d)\s?[日일]?"
    r"(?:[\sT·,，]{0,3}(?P<hour>[01]?\d|2[0-3])\s?[:：时点]\s?(?P<minute>[0-5]\d)(?:\s?[:：分]\s?(?P<second>[0-5]\d))?)?"
)
_DATED = re.compile(_DATE)
_SAID_DATE = re.compile(rf"(?:发布|发表|刊发|更新|创建)?(?:时间|日期|于)\s*[:：]?\s*{_DATE}")


@dataclass(frozen=True, slots=True)
class Byline:
    """What was found; empty where nothing was."""

    author: str = ""
    published: str = ""  # ISO 8601, or a day alone


def find_byline(page: HtmlElement, url: str, *, title: str, text: str, language: str) -> Byline:
    """By the site's own rule, else by what stands near the title or at the end."""
    rule = find_rule(url)
    near = text_near_title(page, title)
    author = first_text(page, rule.author) if rule else ""
    date = find_date(first_text(page, rule.date), language) if rule else ""
    if language == "zh":
        author = author or find_author(f"{near}\n{text[-AT_END:]}")
        date = date or find_date(near, language)
    return Byline(author, date)


def find_rule(url: str) -> SiteRule | None:
    """The rule for a page's site."""
    host = urlsplit(url).hostname or ""
    return next((rule for rule in SITES if host == rule.host or host.endswith(f".{rule.host}")), None)


def first_text(page: HtmlElement, paths: tuple[str, ...]) -> str:
    """The first text that stands at one of these places."""
    for path in paths:
        for found in page.xpath(path):
            text = found if isinstance(found, str) else found.text_content()
            if line := " ".join(text.split()):
                return line[:200]
    return ""


def text_near_title(page: HtmlElement, title: str) -> str:
    """What stands in the body around the title: a little before it, more after it."""
    body = page.find("body")
    text = "\n".join(visible_lines(page if body is None else body))
    wanted = " ".join(title.split())
    place = text.find(wanted) if wanted else -1
    return text[max(0, place - 100) : place + len(wanted) + NEAR_TITLE] if place >= 0 else text[:NEAR_TITLE]


def visible_lines(root: HtmlElement) -> Iterator[str]:
    """The pieces of text in an element, without scripts and styles."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in {"script", "style", "noscript"} and element.text:
            yield " ".join(element.text.split())
        if element.tail and element is not root:
            yield " ".join(element.tail.split())


def find_author(text: str) -> str:
    """A name that is said to be one."""
    for pattern in AUTHOR_PATTERNS:
        for match in pattern.finditer(text):
            name = match[1].strip(" .,，、-·")
            if name.casefold() not in _NO_NAMES and not name.isdigit():
                return name
    return ""


def find_date(text: str, language: str = "") -> str:
    """The first date that is said to be one, else the first with a clock: headers often show the present day."""
    bare = [*_DATED.finditer(text)]
    for match in (*_SAID_DATE.finditer(text), *(one for one in bare if one["hour"]), *bare):
        if date := read_date(match, language):
            return date
    return ""


def read_date(match: re.Match[str], language: str) -> str:
    """A match as ISO 8601; Chinese clocks show China's time."""
    year, month, day, hour, minute, second = (
        int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=CHINA)
    except ValueError:
        return ""
    if moment.year < EARLIEST or moment > datetime.now(CHINA) + timedelta(days=2):
        return ""
    return moment.isoformat() if match["hour"] and language == "zh" else moment.date().isoformat()
