"""A message as a wish to keep pages, or as a remark about pages that are kept already."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.parsing.addresses import parse_address
from bot.parsing.links import MessageText, find_links, find_spans
from bot.parsing.tags import Tags, parse_tags


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """What to keep, and what was said about it."""

    links: tuple[str, ...]  # as written, in order; one for each page
    tags: Tags
    note: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reply says about the links that it answers."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    note: str


def parse_save_request(message: MessageText, extra_urls: Iterable[str] = ()) -> SaveRequest:
    """Read the links, tags and words of a message; `extra_urls` come from its buttons and quotes."""
    tags = parse_tags(message.text, _visible_spans(message))
    links: dict[str, str] = {}
    for url in find_links(message, extra_urls):
        address = parse_address(url)
        links.setdefault(address.key if address else url, url)
    return SaveRequest(tuple(links.values()), tags, tags.rest)


def parse_remark(message: MessageText) -> Remark:
    """Read a reply: its tags, and its other words, links among them, as the note."""
    tags = parse_tags(message.text, _visible_spans(message), keep_links=True)
    return Remark(tags.added, tags.removed, tags.rest)


def _visible_spans(message: MessageText) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in find_spans(message) if not span.is_hidden)
