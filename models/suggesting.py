"""What a chat's own links say about the tags of another one: its neighbours, and which tags occur in its text.

A neighbour shares words. Each word costs one short look at the newest links that have it, whatever the size of the
library; a word that very many links have says nothing, and is left out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log

from models.database import reader
from models.dialects import dialect
from models.matching import Every, Match, Term
from models.query import scope_term
from models.tables import LinkTag

LOOKED_AT = 60  # newest links for each word; a word that as many have is a common one
NEIGHBOURS = 25
MAX_TERMS = 16
MAX_TAGS = 2_000  # of a chat, that are looked for in the text
MANY = 5_000  # links: more are not counted
LEAST_LIKENESS = 0.04  # of the greatest score that a link could have
FEW = 5  # words: with fewer than these that are rare, the common ones are better than nothing

NEWEST = """
    SELECT * FROM (
        SELECT {number} AS term, {id} AS link_id FROM search_index WHERE {fits} ORDER BY {id} DESC LIMIT {limit}
    ) AS newest
"""
COUNT_LINKS = f"""
    SELECT count(*) AS links FROM (SELECT 1 FROM links WHERE chat_id = ? LIMIT {MANY}) AS counted
"""  # noqa: S608 - our own text
OWN_TAGS = f"""
    SELECT name FROM tags WHERE chat_id = ? AND EXISTS (SELECT 1 FROM link_tags WHERE tag_id = tags.id)
    ORDER BY id DESC LIMIT {MAX_TAGS}
"""  # noqa: S608 - our own text


async def vote_of_neighbours(
    chat_id: int, link_id: int, words: Mapping[str, float], host: str = ""
) -> dict[str, float]:
    """Tags with their share in the votes of the links that have most of these words; each word has a weight."""
    terms: list[Match] = [Term((word,)) for word in list(words)[:MAX_TERMS]]
    weights = list(words.values())[:MAX_TERMS]
    if host:
        terms.append(scope_term("h", host))
        weights.append(max(weights, default=1.0))
    if not terms:
        return {}
    size = await _count_links(chat_id)
    scores = _score(await _look_up(chat_id, link_id, terms), weights, size)
    least = LEAST_LIKENESS * sum(weights) * _rareness(1, size)
    likest = sorted(scores, key=lambda one: -scores[one])[:NEIGHBOURS]
    nearest = {one: scores[one] for one in likest if scores[one] >= least}
    return await _count_votes(nearest)


async def list_own_tags(chat_id: int) -> list[str]:
    """The tags that links of a chat bear, the newest first."""
    _, rows = await reader().execute_query(OWN_TAGS, [chat_id])
    return [str(row["name"]) for row in rows]


async def _count_links(chat_id: int) -> int:
    """How many links a chat has, as far as that makes a difference for how rare a word is."""
    rows = await reader().execute_query_dict(COUNT_LINKS, [chat_id])
    count: int = rows[0]["links"]
    return count


async def _look_up(chat_id: int, link_id: int, terms: Sequence[Match]) -> dict[int, list[int]]:
    """For each term the newest links of the chat that have it."""
    index, library = dialect().index, scope_term("c", chat_id)
    asked = [index.where(Every((library, term))) for term in terms]
    looks = [
        NEWEST.format(number=number, id=index.id, fits=condition.sql, limit=LOOKED_AT)
        for number, condition in enumerate(asked)
    ]
    values = [value for condition in asked for value in condition.values]
    rows = await reader().execute_query_dict(" UNION ALL ".join(looks), values)
    links: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row["link_id"] != link_id:
            links[row["term"]].append(row["link_id"])
    return links


def _score(links: Mapping[int, list[int]], weights: Sequence[float], size: int) -> dict[int, float]:
    """As BM25 scores, but for how often a link repeats a word, which is not asked for."""
    rare = {term: having for term, having in links.items() if len(having) < LOOKED_AT - 1}
    scores: dict[int, float] = defaultdict(float)
    for term, having in (rare if len(rare) >= FEW else links).items():
        for link_id in having:
            scores[link_id] += weights[term] * _rareness(len(having), size)
    return scores


def _rareness(having: int, size: int) -> float:
    return log(1 + (max(size, having) - having + 0.5) / (having + 0.5))


async def _count_votes(nearest: Mapping[int, float]) -> dict[str, float]:
    if not nearest:
        return {}
    bearing = LinkTag.filter(link_id__in=list(nearest)).using_db(reader())
    rows = await bearing.values_list("link_id", "tag__name")
    votes: dict[str, float] = defaultdict(float)
    tagged = {link_id for link_id, _ in rows}
    total = sum(nearest[link_id] ** 2 for link_id in tagged) or 1.0
    for link_id, name in rows:
        votes[name] += nearest[link_id] ** 2 / total
    return dict(votes)
