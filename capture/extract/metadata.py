"""Title, site, author, date and excerpt of a page, out of its signals."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from capture.extract.clean import clean_line, clean_text
from capture.extract.language import find_language
from capture.extract.signals import PageSignals
from capture.types import PageFacts

TITLE_LIMIT = 300
NAME_LIMIT = 120
EXCERPT_LIMIT = 300
URL_LIMIT = 8_000
TEXT_LIMIT = 200_000
SEPARATORS = re.compile(r"\s+[|–—·•«»:]\s+|\s+--?\s+|\s*[_丨｜]\s*|(?<=[\u4e00-\u9fff])-{1,2}(?=[\u4e00-\u9fff])")
# What Chinese sites are called, where they do not say so: a title's last part that ends like this is one.
SITE_WORDS = re.compile(r"[\w\u4e00-\u9fff]{1,8}(网|網|新闻|新聞|日报|日報|晚报|资讯|频道|在线|论坛|社区|头条|客户端)")
_HAS_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def extract_facts(signals: PageSignals, url: str) -> PageFacts:
    """All that is known about a page."""
    site = find_site(signals, url)
    text = clean_text(signals.text, TEXT_LIMIT)
    return PageFacts(
        title=find_title(signals, site, url),
        site=site,
        language=find_language(text, signals.language or signals.meta("og:locale")),
        author=find_author(signals),
        published_at=find_date(signals),
        excerpt=find_excerpt(signals, text),
        text=text,
        canonical_url=find_canonical(signals),
    )


def extract_file_facts(url: str, given_name: str = "") -> PageFacts:
    """What is known about a file: the name that it was given, or the one in its address."""
    return PageFacts(title=clean_line(given_name, TITLE_LIMIT) or file_name(url), site=host_of(url))


def find_title(signals: PageSignals, site: str, url: str) -> str:
    """The page's own title, without the name of its site around it."""
    heading = clean_line(signals.heading, TITLE_LIMIT) if signals.heading_count == 1 else ""
    for candidate in (
        signals.meta("og:title", "twitter:title"),
        signals.heading if signals.heading_count == 1 and signals.heading in signals.title else "",
        signals.title,
        signals.meta("dc.title", "title"),
        signals.heading,
    ):
        title = strip_site(clean_line(candidate, TITLE_LIMIT), site, host_of(url), heading)
        if title:
            return title
    return ""


def strip_site(title: str, site: str, host: str, heading: str = "") -> str:
    """`Title | Site` without the site; a title that is the site's name alone stays."""
    names = {site.casefold(), host.casefold(), host.casefold().removeprefix("www.")} - {""}
    cuts = list(SEPARATORS.finditer(title))
    parts = [part for cut in cuts for part in (title[: cut.start()], title[cut.end() :])]
    if heading and heading.casefold() in (part.casefold() for part in parts):
        return heading
    if cuts and is_name(title[cuts[-1].end() :], names):
        return title[: cuts[-1].start()].strip() or title
    if cuts and title[: cuts[0].start()].casefold() in names:
        return title[cuts[0].end() :].strip() or title
    return title


def is_name(text: str, names: set[str]) -> bool:
    """Whether this is the site, or a part of it: "CNN Politics" where the site is "CNN"."""
    text = text.casefold()
    begins_so = any(text.startswith(f"{name} ") for name in names)
    return text in names or begins_so or SITE_WORDS.fullmatch(text) is not None


def find_site(signals: PageSignals, url: str) -> str:
    """The site's name as it gives it, else its host."""
    named = signals.meta("og:site_name", "application-name", "apple-mobile-web-app-title")
    return clean_line(named, NAME_LIMIT) or host_of(url)


def find_author(signals: PageSignals) -> str:
    """Who wrote it; an address is no name."""
    for candidate in (
        *linked_names(signals, "author"),
        signals.meta("author", "article:author", "dc.creator", "parsely-author", "byl", "twitter:creator"),
    ):
        name = clean_line(candidate, NAME_LIMIT)
        if name and not name.startswith(("http://", "https://")):
            return name
    return ""


def find_date(signals: PageSignals) -> datetime | None:
    """When it was published; a day alone counts as its beginning in UTC."""
    for candidate in (
        *linked_names(signals, "datePublished"),
        signals.meta("article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate"),
        signals.meta("date", "dc.date", "parsely-pub-date", "publication_date"),
        signals.time,
    ):
        if date := parse_date(candidate):
            return date
    return None


def find_canonical(signals: PageSignals) -> str:
    """What the page calls its own address; nothing where it names two, or another one to those who share it."""
    named = dict.fromkeys(url.strip() for url in signals.canonical if url.strip())
    shared = signals.meta("og:url").strip()
    if len(named) != 1:
        return ""
    (url,) = named
    is_web = url.startswith(("http://", "https://")) and len(url) <= URL_LIMIT
    is_contradicted = shared.startswith("http") and bare_address(shared) != bare_address(url)
    return url if is_web and not is_contradicted else ""


def bare_address(url: str) -> str:
    """Host and path, as far as two spellings of one address share them."""
    try:
        parts = urlsplit(url)
        return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"
    except ValueError:
        return url


def parse_date(text: str) -> datetime | None:
    """A date as machines write it."""
    if not _HAS_DAY.match(text.strip()):
        return None
    try:
        date = datetime.fromisoformat(text.strip())
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def find_excerpt(signals: PageSignals, text: str) -> str:
    """What the page says it is about, else how its text begins."""
    described = signals.meta("og:description", "description", "twitter:description")
    paragraphs = [line for line in text.splitlines() if len(line) > 60]
    return clean_line(described, EXCERPT_LIMIT) or clean_line(" ".join(paragraphs[:3]) or text, EXCERPT_LIMIT)


def linked_names(signals: PageSignals, key: str) -> Iterator[str]:
    """The plain values of a key in the page's JSON-LD; a thing's value is its name."""
    for document in signals.linked_data:
        try:
            content: object = json.loads(document)
        except (ValueError, RecursionError):
            continue
        yield from walk_linked(content, key, depth=0)


def walk_linked(content: object, key: str, *, depth: int) -> Iterator[str]:
    """Every value of a key, the outer ones first."""
    if depth > 5:
        return
    if isinstance(content, list):
        for item in content[:50]:
            yield from walk_linked(item, key, depth=depth + 1)
    elif isinstance(content, dict):
        yield from names_of(content.get(key))
        yield from walk_linked(content.get("@graph"), key, depth=depth + 1)


def names_of(content: object) -> Iterator[str]:
    """The strings, or the names of the things, that stand there."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        yield from names_of(content.get("name"))
    elif isinstance(content, list):
        yield from (", ".join(name for item in content[:5] for name in names_of(item)),)


def host_of(url: str) -> str:
    """The host as people write it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def file_name(url: str) -> str:
    """The last part of an address' path, else its host."""
    name = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    return clean_line(name, TITLE_LIMIT) or host_of(url)
