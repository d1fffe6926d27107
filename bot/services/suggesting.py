"""Suggesting tags: from the chat's own history only, and for its first links from the page's own words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from models.indexing import host_key
from models.suggesting import list_own_tags, vote_of_neighbours
from models.tables import Snapshot
from models.tag_names import tag_key
from models.tags import list_link_tags
from models.text import fold, tokenize

SHOWN = 3
MAX_TEXT = 4_000  # characters: what a page is about, it says at its beginning
TITLE_WEIGHT = 3.0
OCCURS = 0.6  # of a whole vote, for a tag of the chat's own that stands in the text
LEAST = 0.08  # of the votes; below this it is a guess
FEW_TAGS = 5  # with fewer, the page's own words are offered, too
SHORTEST_WORD = 3
OFTEN = 3  # times that a page says what it is about

# Words that say nothing of what a page is about; those of other languages are common in a library and fall out there.
STOP_WORDS = frozenset(
    regex.findall(
        r"\w+",
        "about after also and are because been but can could does for from had has have her his how into its just like"
        " make more most new not now off one only other our out over she should some such than that the their them then"
        " there these they this those through time use used using was way well were what when where which while who"
        " will with would you your all any be by do if in is it of on or so to up us we an as at",
    )
)
STOP_CHARACTERS = frozenset("的了是在和与及或我你他她它们这那有不也就都而且为以到从被把吗呢吧啊个一之其于如何什么怎")
LATIN_WORDS = regex.compile(r"[\w+#-]+")
HAN_RUN = regex.compile(r"\p{Han}{2,}")


@dataclass(frozen=True, slots=True)
class Words:
    """What of a page's text is looked at."""

    title: str
    text: str

    @property
    def folded(self) -> str:
        """All of it, in the spelling that is compared."""
        return fold(f"{self.title}\n{self.text}")


async def suggest_tags(snapshot: Snapshot, count: int = SHOWN) -> tuple[str, ...]:
    """The tags that a link may want beside those that it bears; `snapshot` came with its link."""
    link = snapshot.link
    words = Words(snapshot.title, f"{snapshot.excerpt}\n{snapshot.text}"[:MAX_TEXT])
    if not words.folded.strip():
        return ()
    host = host_key(snapshot.final_url or snapshot.url)
    votes = defaultdict(float, await vote_of_neighbours(link.chat_id, link.id, weigh(words), host))
    own = await list_own_tags(link.chat_id)
    for name in find_occurring(own, words):
        votes[name] += OCCURS
    borne = {tag_key(name) for name in (await list_link_tags([link.id]))[link.id]}
    ranked = sorted(votes, key=lambda name: -votes[name])
    chosen = [name for name in ranked if votes[name] >= LEAST and tag_key(name) not in borne]
    if len(own) < FEW_TAGS:
        known = borne | {tag_key(name) for name in chosen}
        chosen += [name for name in invent(words) if tag_key(name) not in known]
    return tuple(chosen[:count])


def weigh(words: Words) -> dict[str, float]:
    """The tokens of a page with how much each says about it, the most telling first."""
    weights: dict[str, float] = defaultdict(float)
    for token, times in Counter(tokenize(words.text)).items():
        weights[token] += times**0.5
    for token in tokenize(words.title):
        weights[token] += TITLE_WEIGHT
    ranked = sorted(weights, key=lambda token: -weights[token])
    return {token: weights[token] for token in ranked if _says_something(token)}


def find_occurring(names: Sequence[str], words: Words) -> list[str]:
    """Those tags whose name, or the last part of it, stands in the text."""
    folded = words.folded
    listed = LATIN_WORDS.findall(folded)
    known, spaced = set(listed), f" {' '.join(listed)} "

    def occurs(leaf: str) -> bool:
        if not leaf.isascii():
            return leaf in folded
        return f" {leaf} " in spaced if " " in leaf else leaf in known

    return [name for name in names if len(leaf := fold_leaf(name)) > 1 and occurs(leaf)]


@lru_cache(maxsize=20_000)
def fold_leaf(name: str) -> str:
    """The last part of a tag's name, as it is looked for in a text; thousands of them with every suggestion."""
    return fold(name.rpartition("/")[2]).replace("_", " ")


def invent(words: Words) -> list[str]:
    """What the page says again and again, words of its title twice as much as others."""
    folded = words.folded
    in_title = set(LATIN_WORDS.findall(fold(words.title)))
    counts = {
        word: times * (2 if word in in_title else 1)
        for word, times in Counter(LATIN_WORDS.findall(folded)).items()
        if times >= OFTEN and word.isascii() and word.isalpha() and len(word) >= SHORTEST_WORD
    }
    for run in HAN_RUN.findall(words.title):
        counts.update(_repeated(run, folded))
    chosen: list[str] = []
    for name in sorted(counts, key=lambda name: (-counts[name], -len(name), name)):
        if name not in STOP_WORDS and not any(name in other or other in name for other in chosen):
            chosen.append(name)
    return chosen


def _repeated(run: str, text: str) -> dict[str, int]:
    """Parts of a row of Chinese characters that the text repeats, and not only as parts of longer ones."""
    parts = {run[start : start + size] for size in (2, 3, 4) for start in range(len(run) - size + 1)}
    counts = {part: text.count(part) for part in parts}
    cut_out = {
        part for part, times in counts.items() for more in parts if _extends(more, part) and counts[more] == times
    }
    return {
        part: 2 * times
        for part, times in counts.items()
        if times >= OFTEN and part not in cut_out and not STOP_CHARACTERS & set(part)
    }


def _extends(more: str, part: str) -> bool:
    return len(more) == len(part) + 1 and part in more


def _says_something(token: str) -> bool:
    return len(token) > 1 and token not in STOP_WORDS and not token.isdecimal()
