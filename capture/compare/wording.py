"""Sentences that came and went. What changes by itself on every visit is told apart by a rule that can be explained.

A sentence whose only difference is a clock time, a date, "5 minutes ago", or a number beside a word of counting
(views, likes, 阅读 …), and a line that is nothing but a number, has not really changed. Its kind is named instead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

MOST_SENTENCES = 4_000  # of each version; what follows is not compared
MOST_CHARACTERS = 400_000

_ENDS = regex.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？；…])[”’」』）]*|\n+")

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_UNITS = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)"
_COUNTED = (
    r"views?|likes?|comments?|shares?|replies|reply|followers?|readers?|reads?|downloads?|votes?|points?|stars?|visits?|"
    r"online|watching"
)
_COUNTED_ZH = (
    r"阅读|浏览|访问|播放|点赞|赞同|赞|评论|转发|收藏|关注|粉丝|回复|人气|热度|在线|下载|觀看|瀏覽|閱讀|讚|評論"
)
_NUMBER = r"[0-9０-９][0-9０-９,.]*\s?(?:[kKmM]\b|[万萬亿億]|\+)?"

# In this order: a date holds numbers, and a moment ago holds one too.
NOISE: tuple[tuple[str, regex.Pattern[str]], ...] = (
    (
        "ago",
        regex.compile(
            rf"(?i)\b(?:about\s)?(?:an?|\d+)\s{_UNITS}\sago\b|\bjust now\b|\byesterday\b|"
            r"\d+\s?(?:秒|分钟|分鐘|小时|小時|天|周|週|个月|個月|年)[钟鐘]?[前]|刚刚|剛剛|昨天|前天"
        ),
    ),
    (
        "date",
        regex.compile(
            rf"(?i)\b\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}\b|"
            rf"\b\d{{1,2}}(?:[nrst][dht])?\s{_MONTHS}(?:,?\s\d{{4}})?\b|\b{_MONTHS}\s\d{{1,2}}(?:[nrst][dht])?\b(?:,?\s\d{{4}}\b)?|"
            r"(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号號]"
        ),
    ),
    (
        "time",
        regex.compile(
            r"(?i)\b\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]m\b|"
            r"(?:上午|下午|凌晨|晚上|中午)\s?\d{1,2}\s?[点點时時](?:\d{1,2}分)?"
        ),
    ),
    (
        "counter",
        regex.compile(
            rf"(?i){_NUMBER}\s?(?:{_COUNTED})\b|\b(?:{_COUNTED})\s?[:：(（]?\s?{_NUMBER}|"
            rf"{_NUMBER}\s?(?:次|人|个|條|条)?\s?(?:{_COUNTED_ZH})|(?:{_COUNTED_ZH})[数数量數]?\s?[:：(（]?\s?{_NUMBER}"
        ),
    ),
    ("number", regex.compile(rf"^\W*{_NUMBER}\W*$")),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a reader of both versions would say."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()  # kinds of noise that differed, in the order of NOISE
    ignored_count: int = 0  # how many sentences differed in noise only


def compare_texts(older: str, newer: str) -> Wording:
    """Tell which sentences came and which went."""
    before, after = split_sentences(older), split_sentences(newer)
    masked = [mask(sentence) for sentence in before], [mask(sentence) for sentence in after]
    matcher = SequenceMatcher(None, *masked, autojunk=False)
    added: list[str] = []
    removed: list[str] = []
    kinds: list[set[str]] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(before[start:end], after[from_:to], strict=True)
            kinds += [kinds_of(new) for old, new in pairs if old != new]
        else:
            removed += before[start:end]
            added += after[from_:to]
    added, removed = _without_moved(added, removed)
    found = set().union(*kinds)
    return Wording(tuple(added), tuple(removed), tuple(kind for kind, _ in NOISE if kind in found), len(kinds))


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, Chinese ones too, without those that hold no letter or digit."""
    parts = (" ".join(part.split()) for part in _ENDS.split(text[:MOST_CHARACTERS]))
    return [part for part in parts if any(character.isalnum() for character in part)][:MOST_SENTENCES]


def mask(sentence: str) -> str:
    """A sentence with its noise covered: two that are masked alike say the same."""
    for kind, pattern in NOISE:
        sentence = pattern.sub(f"\0{kind}\0", sentence)
    return sentence


def kinds_of(sentence: str) -> set[str]:
    """Which kinds of noise a sentence holds."""
    return {kind for kind, _ in NOISE if f"\0{kind}\0" in mask(sentence)}


def _without_moved(added: Sequence[str], removed: Sequence[str]) -> tuple[list[str], list[str]]:
    """Leave out what only stands in another place now."""
    moved = set(map(mask, added)) & set(map(mask, removed))
    return list(_unmoved(added, moved)), list(_unmoved(removed, moved))


def _unmoved(sentences: Sequence[str], moved: set[str]) -> Iterator[str]:
    return (sentence for sentence in dict.fromkeys(sentences) if mask(sentence) not in moved)
