"""What changes by itself on every visit, told apart by rules that can be explained.

Noise is "5 minutes ago", a number beside a word of counting (views, likes, 阅读 …), and a line that is nothing but a
whole number. A date is noise where it follows the calendar, close to its capture in both versions; a time of day where
it went on by as much as has passed between the captures, as clocks do, where it shows seconds, or stands beside such a
date; both where the sentence says that they tell the present ("now", "updated", 更新). Opening hours, a deadline and a
price that differ are no noise.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product

import regex

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = rf"(?:{'|'.join(_MONTH_NAMES)})[a-z]{{0,6}}\.?"
_UNITS = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)"
_COUNTED = (
    r"views?|likes?|comments?|shares?|replies|reply|followers?|readers?|reads?|downloads?|votes?|points?|stars?|visits?|"
    r"online|watching"
)
_COUNTED_ZH = (
    r"阅读|浏览|访问|播放|点赞|赞同|赞|评论|转发|收藏|关注|粉丝|回复|人气|热度|在线|下载|觀看|瀏覽|閱讀|讚|評論"
)
_NUMBER = r"[0-9０-９][0-9０-９,.]*\s?(?:[kKmM]\b|[万萬亿億]|\+)?"
_WHOLE = r"[0-9０-９]+(?:,[0-9]{3})*(?:\.\d\s?)?\s?(?:[kKmM]\b|[万萬亿億]|\+)?"
_PLAIN = r"[^\w\p{Sc}%‰]*"  # around a bare number: a currency or a per cent says what it counts

AGO, DATE, TIME, COUNTER, NUMBER = "ago", "date", "time", "counter", "number"

# In this order: a date holds numbers, and a moment ago holds one too.
NOISE: tuple[tuple[str, regex.Pattern[str]], ...] = (
    (
        AGO,
        regex.compile(
            rf"(?i)\b(?:about\s)?(?:an?|\d+)\s{_UNITS}\sago\b|\bjust now\b|\byesterday\b|"
            r"\d+\s?(?:秒|分钟|分鐘|小时|小時|天|周|週|个月|個月|年)[钟鐘]?[前]|刚刚|剛剛|昨天|前天"
        ),
    ),
    (
        DATE,
        regex.compile(
            rf"(?i)\b\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}\b|"
            rf"\b\d{{1,2}}(?:[nrst][dht])?\s{_MONTHS}(?:,?\s\d{{4}})?\b|\b{_MONTHS}\s\d{{1,2}}(?:[nrst][dht])?\b(?:,?\s\d{{4}}\b)?|"
            r"(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号號]"
        ),
    ),
    (
        TIME,
        regex.compile(
            r"(?i)\b\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]m\b|"
            r"(?:上午|下午|凌晨|晚上|中午)\s?\d{1,2}\s?[点點时時](?:\d{1,2}分)?"
        ),
    ),
    (
        COUNTER,
        regex.compile(
            rf"(?i){_NUMBER}\s?(?:{_COUNTED})\b|\b(?:{_COUNTED})\s?[:：(（]?\s?{_NUMBER}|"
            rf"{_NUMBER}\s?(?:次|人|个|條|条)?\s?(?:{_COUNTED_ZH})|(?:{_COUNTED_ZH})[数数量數]?\s?[:：(（]?\s?{_NUMBER}"
        ),
    ),
    (NUMBER, regex.compile(rf"^{_PLAIN}{_WHOLE}{_PLAIN}$")),
)

_DRIFT = timedelta(minutes=10)  # of a clock: pages are cached for a while
_STALE, _AHEAD = timedelta(days=2), timedelta(days=1)  # of a date that follows the calendar; time zones make it early
_DAY = timedelta(days=1)
_DIGITS = regex.compile(r"\d+")
_AFTERNOON = regex.compile(r"(?i)p\.?m|下午|晚上")
_MORNING = regex.compile(r"(?i)a\.?m|上午|凌晨")
_SECONDS = regex.compile(r"\d[:：]\d{2}[:：]\d{2}")
_PRESENT = regex.compile(
    r"(?i)\b(?:now|currently|current|(?:local|server) time|time is|updated?|modified|generated|rendered|refreshed|"
    r"retrieved|as of|posted|published|today is)\b|现在|當前|当前|更新|刷新|此刻|生成|发布于|發布於|"
    r"北京时间|系统时间|今天是"
)
_NAME = regex.compile(rf"(?i){'|'.join(_MONTH_NAMES)}")


@dataclass(frozen=True, slots=True)
class Moments:
    """When the two versions were captured."""

    older: datetime
    newer: datetime


def mask(sentence: str) -> str:
    """A sentence with what may be noise covered: two that are masked alike differ in that at most."""
    return cover(sentence)[0]


def cover(sentence: str) -> tuple[str, dict[str, list[str]]]:
    """A sentence with what may be noise covered, and what was under the covers, by kind."""
    covered: dict[str, list[str]] = {}
    for kind, pattern in NOISE:
        if found := [match.group() for match in pattern.finditer(sentence)]:
            covered[kind] = found
            sentence = pattern.sub(f"\0{kind}\0", sentence)
    return sentence, covered


def find_noise(older: str, newer: str, moments: Moments) -> set[str] | None:
    """The kinds of noise in which two sentences that are masked alike differ; None where a difference is real."""
    before, after = cover(older)[1], cover(newer)[1]
    kinds: set[str] = set()
    is_present = bool(_PRESENT.search(newer))  # which a date that follows the calendar says of the times beside it, too
    for kind, _ in NOISE:
        pairs = [pair for pair in zip(before.get(kind, ()), after.get(kind, ()), strict=True) if pair[0] != pair[1]]
        if not pairs:
            continue
        if kind == DATE and not is_present:
            if not all(_follows(old, moments.older) and _follows(new, moments.newer) for old, new in pairs):
                return None
            is_present = True
        if kind == TIME and not is_present and not all(_went_on(old, new, moments) for old, new in pairs):
            return None
        kinds.add(kind)
    return kinds


def _went_on(older: str, newer: str, moments: Moments) -> bool:
    """Whether a time of day went on as clocks do, or is as exact as only they are."""
    if _SECONDS.search(older) and _SECONDS.search(newer):
        return True
    passed = (moments.newer - moments.older) % _DAY
    for before, after in product(_read_times(older), _read_times(newer)):
        off = (after - before - passed) % _DAY
        if min(off, _DAY - off) <= _DRIFT:
            return True
    return False


def _read_times(text: str) -> list[timedelta]:
    """What a time of day may mean: "3:05" is either, without a word for the half of the day."""
    numbers = [int(number) for number in _DIGITS.findall(text)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    time = timedelta(hours=hour % 24, minutes=minute, seconds=numbers[2] if len(numbers) > 2 else 0)
    if hour >= 12 and not _MORNING.search(text):
        return [time]
    if _AFTERNOON.search(text):
        return [time + _DAY / 2]
    return [time % (_DAY / 2)] if _MORNING.search(text) else [time]


def _follows(text: str, captured_at: datetime) -> bool:
    """Whether a date is about that of its capture."""
    today = captured_at.date()
    return any(today - _STALE <= one <= today + _AHEAD for one in _read_dates(text, today))


def _read_dates(text: str, today: date) -> list[date]:
    """What a date may mean: 3/4/2026 is either; without a year it is the nearest."""
    numbers = [int(number) for number in _DIGITS.findall(text)]
    year = next((number for number in numbers if number >= 1000), None)
    rest = [number for number in numbers if number < 1000]
    if name := _NAME.search(text):
        orders = [(_MONTH_NAMES.index(name.group().lower()) + 1, rest[0])] if rest else []
    else:
        orders = [(rest[0], rest[1]), (rest[1], rest[0])] if len(rest) == 2 else []
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    made = (_make(one, *order) for one in years for order in orders)
    return [one for one in made if one is not None]


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
