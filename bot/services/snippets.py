"""Snippets: the place of a page's text where most of what was asked for stands, with the matches marked.

What is compared is folded (capitals, accents, full-width, Traditional characters); what is shown is the text itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from bot.services.cards import Part
from models.search import SearchQuery
from models.text import UNSPACED, fold, split_words

LOOKED_AT = 50_000  # characters of a text
FOLDED = 6_000  # of them, where the match is not spelled as it was asked for
STEP, CHUNK = 300, 500
LENGTH, BEFORE = 160, 40  # characters shown, and those before the first match
LETTER = rf"[\p{{L}}\p{{N}}\p{{M}}--[{UNSPACED}]]"
GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Needle:
    """A word or phrase that is looked for in folded texts."""

    spelling: str  # as it was typed, in small letters
    pattern: regex.Pattern[str]


def list_needles(query: SearchQuery) -> tuple[Needle, ...]:
    """What of a query can be marked in a text."""
    own = [*query.words, *query.phrases, *query.titles, *query.notes]
    found = [_build(text, is_open=text in query.words[-1:]) for text in own]
    inner = [needle for group in query.either for one in group for needle in list_needles(one)]
    return (*(needle for needle in found if needle), *inner)


def find_snippet(text: str, needles: Sequence[Needle]) -> tuple[Part, ...]:
    """The best place of a text, in parts; nothing where none of it is found."""
    if not text or not needles:
        return ()
    text = " ".join(text[:LOOKED_AT].split())
    best, most = 0, 0
    for start in _list_places(text, needles):
        folded = fold(text[start : start + CHUNK])
        count = sum(needle.pattern.search(folded) is not None for needle in needles)
        if count > most:
            best, most = start, count
        if count == len(needles):
            break
    return _cut_out(text, best, needles) if most else ()


def mark(text: str, needles: Sequence[Needle]) -> tuple[Part, ...]:
    """All of a short text, in parts."""
    return _split(text, _list_marks(text, needles), 0, len(text))


def _build(text: str, *, is_open: bool) -> Needle | None:
    words = split_words(text)
    if not words:
        return None
    begins = rf"(?<!{LETTER})" if regex.match(LETTER, words[0], regex.VERSION1) else ""
    ends = (rf"{LETTER}*" if is_open else rf"(?!{LETTER})") if regex.match(LETTER, words[-1], regex.VERSION1) else ""
    between = r"[^\p{L}\p{N}]{0,3}"
    pattern = begins + between.join(map(regex.escape, words)) + ends
    return Needle(text.lower(), regex.compile(pattern, regex.VERSION1))


def _list_places(text: str, needles: Sequence[Needle]) -> list[int]:
    """Where to look: around words that are spelled as they were asked for, then from the beginning on."""
    lower = text.lower()
    spelled = sorted(place for needle in needles if (place := lower.find(needle.spelling)) >= 0)
    return [*(max(0, place - BEFORE * 2) for place in spelled), *range(0, min(len(text), FOLDED), STEP)]


def _cut_out(text: str, start: int, needles: Sequence[Needle]) -> tuple[Part, ...]:
    chunk = text[start : start + CHUNK]
    marks = [(start + begin, start + end) for begin, end in _list_marks(chunk, needles)]
    first = max(0, marks[0][0] - BEFORE)
    if first and (space := text.find(" ", first, marks[0][0])) >= 0:
        first = space + 1
    last = min(len(text), first + LENGTH)
    if last < len(text) and (space := text.rfind(" ", marks[0][1], last)) > first:
        last = space
    parts = _split(text, marks, first, last)
    before, after = (Part("… "),) if first else (), (Part(" …"),) if last < len(text) else ()
    return (*before, *parts, *after)


def _list_marks(text: str, needles: Sequence[Needle]) -> list[tuple[int, int]]:
    """Where matches begin and end in the text itself, in order, none within another."""
    folded = fold(text)
    place = _find_places(text, folded)
    found = sorted(match.span() for needle in needles for match in needle.pattern.finditer(folded))
    marks: list[tuple[int, int]] = []
    for begin, end in ((place(begin), place(end)) for begin, end in found if end > begin):
        if marks and begin <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((begin, end))
    return marks


def _find_places(text: str, folded: str) -> Callable[[int], int]:
    """From places in a folded text to those in the text itself."""
    if len(folded) == len(text):
        return lambda place: place
    places: list[int] = []
    for grapheme in GRAPHEME.finditer(text):
        places += [grapheme.start()] * len(fold(grapheme.group()))
    return lambda place: places[place] if place < len(places) else len(text)


def _split(text: str, marks: Sequence[tuple[int, int]], first: int, last: int) -> tuple[Part, ...]:
    parts, place = [], first
    for begin, end in marks:
        if begin >= last:
            break
        parts += [Part(text[place:begin]), Part(text[begin : min(end, last)], is_marked=True)]
        place = min(end, last)
    return tuple(part for part in (*parts, Part(text[place:last])) if part.text)
