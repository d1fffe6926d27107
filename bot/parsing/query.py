"""What people ask /find, the inline box and the terminal: words, "phrases", #tags, and filters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import regex

from bot.parsing.addresses import parse_host
from bot.parsing.dates import parse_date
from bot.parsing.tags import fold_tag, parse_tag, parse_tags
from models.search import SearchQuery

MAX_TERMS = 40
_SEARCHABLE = regex.compile(r"[\p{L}\p{N}\p{S}]")

_TERM = regex.compile(
    r"""(?P<minus>[-－−])?(?:
        (?:"(?P<straight>[^"]*)(?:"|$)) | (?:[“”„](?P<curly>[^“”]*)(?:[“”]|$)) | (?:「(?P<corner>[^」]*)(?:」|$))
        | (?P<hashtags>[#＃][^\s"“”]*)
        | (?P<name>\p{L}+)[:：](?:"(?P<quoted>[^"]*)(?:"|$)|“(?P<quoted>[^”]*)(?:”|$)|(?P<value>\S*))
        | (?P<word>\S+)
    )""",
    regex.VERBOSE,
)
_FILTERS: Final = {
    "tag": "tag", "标签": "tag", "標籤": "tag",
    "site": "site", "站点": "site", "站點": "site", "网站": "site", "網站": "site",
    "before": "before", "之前": "before",
    "after": "after", "之后": "after", "之後": "after",
    "is": "is", "状态": "is", "狀態": "is",
}  # fmt: skip
# What people call them; the states themselves are statuses and labels.
_STATES: Final = (
    "queued", "capturing", "complete", "partial", "failed",
    "ok", "http_error", "login_wall", "bot_check", "blank", "not_html",
    "blocked", "unreachable", "timeout", "too_large",
)  # fmt: skip
_STATE_NAMES: Final[dict[str, str]] = {
    **{state: state for state in _STATES},
    "waiting": "queued", "pending": "queued", "running": "capturing", "done": "complete", "finished": "complete",
    "排队": "queued", "排队中": "queued", "等待": "queued", "进行中": "capturing", "截图中": "capturing",
    "完整": "complete", "完成": "complete", "部分": "partial", "失败": "failed", "失敗": "failed",
    "正常": "ok", "空白": "blank", "超时": "timeout", "超時": "timeout", "打不开": "unreachable", "登录": "login_wall",
    "验证": "bot_check",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """A filter that makes no sense: `query.<code>` names the sentence, `value` is what was written."""

    code: str  # tag, site, before, after, is, negative, too_long
    value: str


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What was asked, as far as it makes sense."""

    query: SearchQuery
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Draft:
    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without_words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    without_tags: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    before: list[date] = field(default_factory=list)
    after: list[date] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    today: date | None = None


def parse_query(text: str, today: date | None = None) -> ParsedQuery:
    """Read a query; never raises. `before` is exclusive and `after` inclusive, so together they make a month."""
    draft = _Draft(today=today)
    for count, term in enumerate(_TERM.finditer(text)):
        if count == MAX_TERMS:
            draft.problems.append(Problem("too_long", term.group()))
            break
        _add_term(draft, term)
    return ParsedQuery(_finish(draft), tuple(draft.problems))


def _add_term(draft: _Draft, term: regex.Match[str]) -> None:
    is_negative = term["minus"] is not None
    phrase = next((term[name] for name in ("straight", "curly", "corner") if term[name] is not None), None)
    kind = _FILTERS.get((term["name"] or "").casefold())
    if phrase is not None:
        _add_words(draft.without_words if is_negative else draft.phrases, phrase)
    elif term["hashtags"]:
        _add_hashtags(draft, term["hashtags"], is_negative=is_negative)
    elif kind is None:
        word = term.group()[1:] if is_negative else term.group()
        _add_words(draft.without_words if is_negative else draft.words, word)
    else:
        value = (term["quoted"] if term["quoted"] is not None else term["value"]).strip()
        code = _add_filter(draft, kind, value, is_negative=is_negative)
        if code:
            draft.problems.append(Problem(code, value if code == kind else term.group()))


def _add_words(target: list[str], text: str) -> None:
    """What has neither letter, digit nor symbol cannot be searched for."""
    if _SEARCHABLE.search(text):
        target.append(text.strip())


def _add_hashtags(draft: _Draft, text: str, *, is_negative: bool) -> None:
    tags = parse_tags(text)
    if is_negative:
        draft.without_tags += (*tags.added, *tags.removed)
        _add_words(draft.without_words, tags.rest)
    else:
        draft.tags += tags.added
        draft.without_tags += tags.removed
        _add_words(draft.words, tags.rest)


def _add_filter(draft: _Draft, kind: str, value: str, *, is_negative: bool) -> str | None:
    """Add what the filter means, or return the code of what is wrong with it."""
    if is_negative and kind not in _NEGATIVE_ADDERS:
        return "negative"
    add = (_NEGATIVE_ADDERS if is_negative else _ADDERS)[kind]
    return None if add(draft, value) else kind


def _add_tags(target: list[str], value: str) -> bool:
    names = [parse_tag(part) for part in regex.split("[,，、]", value)]
    target += [name for name in names if name]
    return all(names)


def _add_site(draft: _Draft, value: str) -> bool:
    host = parse_host(value)
    draft.sites += [host] if host else []
    return host is not None


def _add_date(target: list[date], value: str, today: date | None) -> bool:
    day = parse_date(value, today)
    target += [day] if day else []
    return day is not None


def _add_state(draft: _Draft, value: str) -> bool:
    state = _STATE_NAMES.get(regex.sub(r"[\s-]", "_", value.casefold()))
    draft.states += [state] if state else []
    return state is not None


_Adder = Callable[[_Draft, str], bool]
_ADDERS: Final[dict[str, _Adder]] = {
    "tag": lambda draft, value: _add_tags(draft.tags, value),
    "site": _add_site,
    "before": lambda draft, value: _add_date(draft.before, value, draft.today),
    "after": lambda draft, value: _add_date(draft.after, value, draft.today),
    "is": _add_state,
}
_NEGATIVE_ADDERS: Final[dict[str, _Adder]] = {
    "tag": lambda draft, value: _add_tags(draft.without_tags, value),
}


def _finish(draft: _Draft) -> SearchQuery:
    return SearchQuery(
        words=tuple(draft.words),
        phrases=tuple(draft.phrases),
        without_words=tuple(draft.without_words),
        tags=_unique_tags(draft.tags),
        without_tags=_unique_tags(draft.without_tags),
        sites=tuple(dict.fromkeys(draft.sites)),
        before=min(draft.before, default=None),
        after=max(draft.after, default=None),
        states=tuple(dict.fromkeys(draft.states)),
    )


def _unique_tags(names: Iterable[str]) -> tuple[str, ...]:
    return tuple({fold_tag(name): name for name in names}.values())
