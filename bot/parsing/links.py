"""The links of a message: plain, hidden behind text, and given apart (buttons, quotes)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import regex

_EXPLICIT = regex.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://[^\s<>«»\"“”\u2028\u2029]+", regex.IGNORECASE)
_GLUED = regex.compile(r"[a-z0-9+.-]+?(?=https?$)", regex.IGNORECASE)  # "seehttps://…"

# In Chinese text no space separates a link from the sentence around it. An address that was typed or copied in
# its decoded form has other characters before the punctuation ("wiki/你好，李焕英"): there it is content.
_SENTENCE_GOES_ON = regex.compile(r"^[\x21-\x7e]+?(?=[，。；：！？、…（）【】《》〈〉「」『』‘’])")
_TAIL = ".,:;!?'`*_~…，。；：！？、"
_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【", "》": "《", "」": "「", "』": "『"}


@dataclass(frozen=True, slots=True)
class Entity:
    """Telegram's mark on a part of a text; offset and length count UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class MessageText:
    """A text or caption with its marks."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkSpan:
    """A link and where it stands, in characters of the Python string."""

    start: int
    end: int
    url: str
    is_hidden: bool = False  # the text there is not the address


def find_links(message: MessageText, extra_urls: Iterable[str] = ()) -> tuple[str, ...]:
    """Every link as written, in order, each once; those that are not http(s) too: they deserve an answer."""
    urls = [span.url for span in find_spans(message)]
    urls += (url.strip() for url in extra_urls)
    return tuple(dict.fromkeys(url for url in urls if url))


def find_spans(message: MessageText) -> tuple[LinkSpan, ...]:
    """Where the links of a text stand, in order."""
    marked = tuple(_marked_spans(message))
    found = (span for span in _explicit_spans(message.text) if not _is_within(span, marked))
    return tuple(sorted((*marked, *found), key=lambda span: span.start))


def _marked_spans(message: MessageText) -> Iterator[LinkSpan]:
    ends = [0, *accumulate(2 if ord(character) > 0xFFFF else 1 for character in message.text)]
    for entity in message.entities:
        start = bisect_left(ends, entity.offset)
        end = bisect_left(ends, entity.offset + entity.length)
        if entity.kind == "text_link" and entity.url.strip():
            yield LinkSpan(start, end, entity.url.strip(), is_hidden=True)
        elif entity.kind == "url":
            url = _trim(message.text[start:end])
            if url:
                yield LinkSpan(start, start + len(url), url)


def _explicit_spans(text: str) -> Iterator[LinkSpan]:
    """What has a scheme: Telegram marks no `http://localhost/x` and no `ftp://…`, people send them all the same."""
    position = 0
    while match := _EXPLICIT.search(text, position):
        glued = _GLUED.match(match["scheme"])
        start = match.start() + (glued.end() if glued else 0)
        url = _trim(text[start : match.end()])
        position = start + max(len(url), 1)
        if not url.endswith(":"):
            yield LinkSpan(start, start + len(url), url)


def _trim(url: str) -> str:
    """Cut what belongs to the sentence around the link."""
    goes_on = _SENTENCE_GOES_ON.match(url)
    if goes_on:
        url = goes_on.group()
    while url and (url[-1] in _TAIL or _is_unbalanced(url)):
        url = url[:-1]
    return url


def _is_unbalanced(url: str) -> bool:
    opening = _BRACKETS.get(url[-1])
    return opening is not None and url.count(url[-1]) > url.count(opening)


def _is_within(span: LinkSpan, others: Sequence[LinkSpan]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)
