"""What a page turned out to be: rules as data, the first that fits decides."""

import re
from dataclasses import dataclass

from capture.extract.signals import PageSignals
from capture.types import Label

SHORT_TEXT = 1_500  # characters: walls and checks say little; an article about them says much
BLANK_TEXT = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of page that is not what was asked for. Empty patterns are not asked."""

    label: Label
    name: str
    host: str = ""  # a suffix of the host; empty: any
    path: str = ""  # a pattern in the path and query
    title: str = ""  # a pattern in the title
    text: str = ""  # a pattern in the text
    source: str = ""  # a pattern in the addresses of scripts and frames
    statuses: tuple[int, ...] = ()
    max_text: int = SHORT_TEXT


RULES: tuple[Rule, ...] = (
    Rule(Label.BOT_CHECK, "Cloudflare", title=r"^(just a moment|attention required!|请稍候|請稍候|один момент)"),
    Rule(
        Label.BOT_CHECK,
        "Cloudflare",
        source=r"challenges\.cloudflare\.com|/cdn-cgi/challenge-platform/h/",
        statuses=(403, 429, 503),
    ),
    Rule(
        Label.BOT_CHECK,
        "Cloudflare",
        text=r"checking your browser before|verify(ing)? (that )?you are (a )?human"
        r"|enable javascript and cookies to continue",
    ),
    Rule(Label.BOT_CHECK, "DataDome", source=r"captcha-delivery\.com|datadome\.co", statuses=(403, 405, 429)),
    Rule(Label.BOT_CHECK, "PerimeterX", text=r"press (&|and) hold to confirm|access to this page has been denied"),
    Rule(Label.BOT_CHECK, "Imperva", text=r"incapsula incident id|request unsuccessful\. incapsula"),
    Rule(Label.BOT_CHECK, "Akamai", title=r"^access denied$", text=r"errors\.edgesuite\.net|reference #\d"),
    Rule(Label.BOT_CHECK, "Google", path=r"^/sorry/", text=r"unusual traffic from your computer network"),
    Rule(
        Label.BOT_CHECK,
        "Amazon",
        text=r"enter the characters you see below|click the button below to continue shopping",
    ),
    Rule(
        Label.BOT_CHECK,
        "reCAPTCHA",
        title=r"(are you a (human|robot)|robot check|security check|captcha|human verification)",
    ),
    Rule(Label.BOT_CHECK, "WeChat", host="weixin.qq.com", text=r"环境异常|環境異常|完成验证后即可继续访问"),
    Rule(
        Label.BOT_CHECK,
        "any",
        text=r"请完成(下列|安全|滑动|人机)?验证|滑动(滑块)?(完成)?验证|人机验证|访问(过于|太)频繁|安全验证|拖动滑块",
    ),
    Rule(Label.LOGIN_WALL, "Zhihu", host="zhihu.com", path=r"^/(signin|account/unhuman)"),
    Rule(
        Label.LOGIN_WALL, "Zhihu", host="zhihu.com", text=r"(登录|注册)(知乎|即可|后)|验证码登录|密码登录", max_text=600
    ),
    Rule(Label.LOGIN_WALL, "Weibo", host="weibo.com", path=r"^/(login|newlogin|signin|visitor)"),
    Rule(Label.LOGIN_WALL, "Weibo", host="passport.weibo.com"),
    Rule(Label.LOGIN_WALL, "Instagram", host="instagram.com", path=r"^/accounts/login"),
    Rule(Label.LOGIN_WALL, "Facebook", host="facebook.com", path=r"^/(login|checkpoint)"),
    Rule(Label.LOGIN_WALL, "LinkedIn", host="linkedin.com", path=r"^/(authwall|login|uas/login|checkpoint)"),
    Rule(Label.LOGIN_WALL, "X", host="x.com", path=r"^/i/flow/(login|signup)"),
    Rule(Label.LOGIN_WALL, "Google", host="accounts.google.com"),
    Rule(Label.LOGIN_WALL, "Microsoft", host="login.microsoftonline.com"),
    Rule(Label.LOGIN_WALL, "Xiaohongshu", host="xiaohongshu.com", path=r"^/(website-login|login)"),
    Rule(
        Label.LOGIN_WALL,
        "any",
        text=r"you (must|need to) (be )?(log|sign)(ged)? ?in|(log|sign) in to (continue|view|read|see)"
        r"|please (log|sign) ?in",
        max_text=800,
    ),
    Rule(
        Label.LOGIN_WALL, "any", text=r"(请(先)?登录|登录后(才能|可|即可)?(查看|阅读|继续|访问)|登入後)", max_text=600
    ),
)
_LOGIN_TITLE = re.compile(r"\b(log ?in|sign ?in|log on)\b|登录|登錄|登入|ログイン|로그인", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that a label is decided on."""

    host: str
    path: str  # with the query
    status: int | None
    signals: PageSignals
    is_html: bool = True
    is_one_colour: bool = False  # the picture shows nothing


def decide_label(seen: Seen) -> Label:
    """The one label of a page; whoever blocks us comes before what the status says."""
    rule = find_rule(seen)
    if rule is not None:
        return rule.label
    if seen.status is not None and seen.status >= 400:
        return Label.HTTP_ERROR
    if not seen.is_html:
        return Label.NOT_HTML
    if is_login_form(seen.signals):
        return Label.LOGIN_WALL
    if is_blank(seen):
        return Label.BLANK
    return Label.OK


def find_rule(seen: Seen) -> Rule | None:
    """The first rule that fits."""
    return next((rule for rule in RULES if fits(rule, seen)), None)


def fits(rule: Rule, seen: Seen) -> bool:
    """Whether everything that a rule asks for is there."""
    signals = seen.signals
    sources = "\n".join((*signals.scripts, *signals.frames))
    return (
        len(signals.text) <= rule.max_text
        and (not rule.host or f".{seen.host}".endswith(f".{rule.host}"))
        and (not rule.statuses or seen.status in rule.statuses)
        and all(
            not pattern or re.search(pattern, subject, re.IGNORECASE)
            for pattern, subject in (
                (rule.path, seen.path),
                (rule.title, signals.title.strip()),
                (rule.text, signals.text),
                (rule.source, sources),
            )
        )
    )


def is_login_form(signals: PageSignals) -> bool:
    """A page that has a password field, says so in its title, and little else."""
    return (
        signals.password_fields > 0
        and len(signals.text) < SHORT_TEXT
        and bool(_LOGIN_TITLE.search(signals.title) or _LOGIN_TITLE.search(signals.heading))
    )


def is_blank(seen: Seen) -> bool:
    """Nothing to read, and nothing to see."""
    has_text = len(seen.signals.text.strip()) > BLANK_TEXT
    return not has_text and (seen.is_one_colour or not seen.signals.pictures)
