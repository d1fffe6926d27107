"""Hashtags as people type them: wider than Telegram's own grammar, and never inside a link."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

import regex

MAX_TAG_LENGTH = 64  # of the folded name

_JOINERS = "\u200c\u200d\u00b7"  # inside Persian, Indic and Catalan words; Telegram's hashtags have them too
_START = r"[\p{L}\p{N}_]"
_MORE = rf"[\p{{L}}\p{{M}}\p{{N}}_{_JOINERS}/+.]*"
_HASHTAG = regex.compile(
    r"(?P<minus>[-－−])?(?P<sign>[#＃])"
    rf"(?P<name>[cCfF]#(?![#＃.]?{_START})|\.?{_START}{_MORE}(?:-(?![#＃]){_MORE})*)"
    r"(?P<mention>@\w+)?"  # "#tag@channel" is one mark in Telegram
    rf"(?P<closing>[#＃](?!\.?{_START}))?"  # Weibo closes its topics: "#话题#"
)
_SLASHES = regex.compile("/{2,}")  # "#a//b" has no nameless tag in its middle
_TRAILING = "-/." + _JOINERS
_GLUES = regex.compile(r"[\p{L}\p{M}\p{N}_&]")  # before a "#" these make something else of it: "issue#12", "&#39;"
_SPACELESS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_REMOVAL_FOLLOWS = regex.compile(r"[\s,，;；、(（]")

_EMPTY_BRACKETS = regex.compile(r"\(\s*\)|（\s*）|\[\s*\]|【\s*】")
_SPACE_BEFORE_POINT = regex.compile(r" (?=[,.;!?，。；！？、](?:\s|$))")
_SAYS_SOMETHING = regex.compile(r"[\p{L}\p{N}\p{S}]")


@dataclass(frozen=True, slots=True)
class Tags:
    """What a text says about tags, and the words that are left of it."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Hashtag:
    start: int
    end: int
    name: str
    is_removal: bool


def parse_tags(text: str, link_spans: Iterable[tuple[int, int]] = (), *, keep_links: bool = False) -> Tags:
    """Read `#tag` and `-#tag` outside of the links; where both are said of one tag, the later word counts.

    `rest` is the text without the tags, and without the links unless they are to be kept.
    """
    links = tuple(link_spans)
    hashtags = tuple(_find_hashtags(_blank(text, links)))
    latest = {fold_tag(hashtag.name): hashtag for hashtag in hashtags}
    first = {fold_tag(hashtag.name): hashtag.name for hashtag in reversed(hashtags)}
    cuts = [(hashtag.start, hashtag.end) for hashtag in hashtags] + ([] if keep_links else list(links))
    return Tags(
        added=tuple(name for key, name in reversed(first.items()) if not latest[key].is_removal),
        removed=tuple(name for key, name in reversed(first.items()) if latest[key].is_removal),
        rest=_fold(_blank(text, cuts)),
    )


def parse_tag(text: str) -> str | None:
    """One tag's name, with or without its sign, or nothing where the text is not exactly one tag."""
    bare = text.strip().lstrip("#＃")
    match = _HASHTAG.fullmatch(f"#{bare}")
    return _clean(match["name"]) if match else None


def fold_tag(name: str) -> str:
    """What two spellings of one tag have in common."""
    return normalize("NFKC", normalize("NFKC", name).casefold())


def _find_hashtags(text: str) -> Iterator[_Hashtag]:
    last_end = -1
    for match in _HASHTAG.finditer(text):
        is_chained = match.start() == last_end  # "#a#b"
        is_removal = bool(match["minus"]) and (is_chained or _may_remove(text, match.start()))
        start = match.start() if is_removal else match.start("sign")
        name = _clean(match["name"])
        if name is None or not (is_chained or _may_begin(text, start)):
            continue
        has_more = match["mention"] or match["closing"]
        last_end = match.end() if has_more else match.start("name") + len(_cut_tail(match["name"]))
        yield _Hashtag(start, last_end, name, is_removal)


def _may_begin(text: str, start: int) -> bool:
    before = text[start - 1 : start] if start else ""
    return not _GLUES.match(before) or bool(_SPACELESS.match(before))


def _may_remove(text: str, start: int) -> bool:
    return start == 0 or bool(_REMOVAL_FOLLOWS.match(text[start - 1]))


def _clean(name: str) -> str | None:
    cleaned = _SLASHES.sub("/", normalize("NFC", _cut_tail(name)))
    is_tag = any(character.isalnum() for character in cleaned) and len(fold_tag(cleaned)) <= MAX_TAG_LENGTH
    return cleaned if is_tag else None


def _cut_tail(name: str) -> str:
    return name.rstrip(_TRAILING)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * len(characters[start:end])
    return "".join(characters)


def _fold(text: str) -> str:
    """One space between words, one line break between lines; nothing where only punctuation is left."""
    text = _fold_spaces(_EMPTY_BRACKETS.sub(" ", _fold_spaces(text)))
    folded = _SPACE_BEFORE_POINT.sub("", text)
    return folded if _SAYS_SOMETHING.search(folded) else ""


def _fold_spaces(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
