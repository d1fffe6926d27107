"""Did you mean: for what found nothing another spelling that does, out of a chat's own tags and titles."""

import asyncio
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.parsing.query import ParsedQuery, parse_query
from models.links import list_titles
from models.search import SearchQuery, search_links
from models.suggesting import list_own_tags
from models.text import fold, is_unspaced, split_words

TITLES = 2_000  # the newest ones of a chat
LIKE = 0.65  # one character of three may be another one, or two in the wrong order
MAX_CORRECTED = 4  # words of a query
SHORTEST = 2


async def correct(chat_id: int, text: str, parsed: ParsedQuery) -> str:
    """Return a query like this one that finds something; empty where there is none."""
    words, tags = _list_words(parsed.query), _list_tags(parsed.query)
    if not words and not tags:
        return ""
    names = await list_own_tags(chat_id)
    known = await asyncio.to_thread(_Vocabulary, names, await list_titles(chat_id, TITLES) if words else ())
    corrected = text
    for word in words[:MAX_CORRECTED]:
        if not (await search_links(chat_id, SearchQuery(words=(word,)), 1, counted=1))[1]:
            corrected = _replace(corrected, word, known.find_like(word))
    for name in tags[:MAX_CORRECTED]:
        if not (await search_links(chat_id, SearchQuery(tags=(name,)), 1, counted=1))[1]:
            corrected = _replace(corrected, name, known.find_tag_like(name))
    if corrected == text:
        return ""
    _, total = await search_links(chat_id, parse_query(corrected, parsed.today).query, 1, counted=1)
    return corrected if total else ""


class _Vocabulary:
    """What a chat calls its links."""

    def __init__(self, tags: Sequence[str], titles: Sequence[str]) -> None:
        self.tags = {fold(tag): tag for tag in tags}
        self.runs, self.words = set[str](), dict[str, str]()
        for title in titles:
            self._add(title)
        for tag in tags:
            self._add(tag)

    def find_like(self, word: str) -> str:
        """The word that is likest to one that is not there."""
        folded = fold(word)
        if not is_unspaced(folded):
            return self.words.get(_find_likest(folded, self.words), "")
        return _find_likest(folded, [part for run in self.runs for part in _list_parts(run, folded)])

    def find_tag_like(self, name: str) -> str:
        """The tag whose name is likest."""
        return self.tags.get(_find_likest(fold(name), self.tags), "")

    def _add(self, text: str) -> None:
        for word in split_words(text):
            if is_unspaced(word):
                self.runs.add(word)
            elif len(word) >= SHORTEST:
                self.words[word] = word


def _find_likest(word: str, known: Sequence[str] | dict[str, str]) -> str:
    found = process.extractOne(word, list(known), scorer=OSA.normalized_similarity, score_cutoff=LIKE)
    return found[0] if found and found[0] != word else ""


def _list_parts(run: str, word: str) -> list[str]:
    """Pieces of a row of characters as long as a word, of rows that share a character with it."""
    if not set(word) & set(run):
        return []
    sizes = [size for size in (len(word), len(word) + 1, len(word) - 1) if size > 1]  # the first of equals is taken
    return [run[start : start + size] for size in sizes for start in range(len(run) - size + 1)]


def _list_words(query: SearchQuery) -> list[str]:
    return [word for word in query.words if len(split_words(word)) == 1 and len(word) >= SHORTEST]


def _list_tags(query: SearchQuery) -> list[str]:
    return [name for name in query.tags if len(name) >= SHORTEST]


def _replace(text: str, wrong: str, right: str) -> str:
    return text.replace(wrong, right, 1) if right else text
