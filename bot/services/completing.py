"""Completing: what somebody may be about to type into the search box: tags, sites and words of their own library."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from bot.parsing.query_filters import find_filter
from models.browsing import list_top_tags
from models.indexing import host_key
from models.search import SearchQuery, search_links
from models.tag_names import tag_key
from models.text import fold

MOST = 8
MOST_OF_A_KIND = 4
LOOKED_AT = 60  # links that have the beginning of the word; enough to see which words are common
_LAST_WORD = regex.compile(
    r"(?P<before>(?:^|.*\s))(?P<sign>-?)(?P<mark>[#＃]|\p{L}+[:：]|)(?P<begun>[^\s\"()]+)$", regex.DOTALL
)
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*")


@dataclass(frozen=True, slots=True)
class Completion:
    """One suggestion, and the whole query that comes of taking it."""

    kind: str  # tag, site, word
    text: str
    query: str
    count: int = 0  # of links, where that is known


async def complete(chat_id: int, text: str) -> tuple[Completion, ...]:
    """Suggest how the last word may go on; nothing where none has been begun."""
    match = _LAST_WORD.match(text)
    if match is None:
        return ()
    before, sign, mark, begun = match.group("before", "sign", "mark", "begun")
    head, kind = before + sign, _read_mark(mark)
    if kind is None:  # "12:30" is a word with a colon
        mark, begun = "", mark + begun
    found: list[Completion] = []
    if kind in {None, "tag"}:
        tags = await list_top_tags(chat_id, MOST if mark else MOST_OF_A_KIND, tag_key(begun))
        found += (Completion("tag", f"#{name}", f"{head}#{name} ", links) for name, links in tags)
    if kind in {None, "site"}:
        links, _ = await search_links(chat_id, SearchQuery(words=(begun,)), LOOKED_AT, counted=LOOKED_AT)
        sites = _most_common(host_key(link.url) for link in links)
        found += (
            Completion("site", f"{mark or 'site:'}{site}", f"{head}{mark or 'site:'}{site} ")
            for site in sites
            if any(fold(part).startswith(fold(begun)) for part in (site, *site.split(".")[:-1]))
        )
    if kind is None:
        words = _most_common(word for link in links for word in _words(link.title, fold(begun)))
        found += (Completion("word", word, f"{head}{word} ") for word in words)
    return tuple(found[:MOST])


def _read_mark(mark: str) -> str | None:
    """What is asked for by a sign, or by a filter's name in any language; None where it is a word like others."""
    return "tag" if mark in {"#", "＃"} else find_filter(mark[:-1])


def _words(title: str, begun: str) -> Iterator[str]:
    for match in _WORD.finditer(title):
        word = fold(match.group())
        if word.startswith(begun) and word != begun:
            yield word


def _most_common(names: Iterable[str]) -> list[str]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))[:MOST_OF_A_KIND]
