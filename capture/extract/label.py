"""What a page turned out to be, by the rules and by what it shows."""

import re
from dataclasses import dataclass

from capture.extract.label_rules import RULES, SHORT_TEXT, Rule
from capture.extract.signals import PageSignals
from capture.types import Label

BLANK_TEXT = 2  # letters that say something only where they can be seen
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
    is_error = seen.status is not None and seen.status >= 400
    if not seen.is_html and not is_error:
        return Label.NOT_HTML
    rule = find_rule(seen)
    if rule is not None:
        return rule.label
    if is_error:
        return Label.HTTP_ERROR
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
    letters = len(seen.signals.text.strip())
    if letters > BLANK_TEXT:
        return False
    return seen.is_one_colour or not (letters or seen.signals.pictures)
