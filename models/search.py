"""Finding links by what was typed. Whatever that is, there is an answer, and it never leaves the chat.

All of it is one question to the database: which links fit (the newest first, and only as far as they are counted),
which of the newest of them say it in the title or are about it, and the page that was asked for.
"""

from models.aliases import resolve_names
from models.database import reader
from models.dialects import dialect
from models.index_rows import ABOUT, TITLED
from models.links import LISTED, ListedLink, list_recent, read_listed
from models.matching import Condition, Every, Match, Term
from models.query import (
    Compiled,
    SearchQuery,
    asks_for_words,
    compile_query,
    list_tags,
    rename_tags,
    scope_term,
)

__all__ = ["COUNTED", "SearchQuery", "search_links"]

RANKED = 500  # only the newest matches are put in order: else the commonest word costs the most
COUNTED = 1_000  # matches; see search_links
BEST = "best"
WEIGHED = 3  # words of a query whose place decides the order
WEIGHTS = ((TITLED, 8), (ABOUT, 3))  # what a word is worth that the title has, or that the page is about; any other 1

COUNT = "SELECT count(*) AS total FROM ({hits}) AS hits"
PAGE = """
    WITH hits AS MATERIALIZED ({hits}),
    ranked AS MATERIALIZED (SELECT id FROM hits ORDER BY id {age} {ranked}),
    weights AS MATERIALIZED (SELECT id, sum(weight) AS weight FROM ({weights}) AS words GROUP BY id),
    placed AS MATERIALIZED (
        SELECT links.id, links.{column} AS value, 1 + coalesce(weights.weight, 0) AS weight
        FROM ranked JOIN links ON links.id = ranked.id LEFT JOIN weights ON weights.id = ranked.id
    ),
    page AS MATERIALIZED (
        SELECT {first}.id, placed.id IS NULL AS is_late, {score} AS score
        FROM {pool} ORDER BY 2, 3 {way}, 1 {age} LIMIT ? OFFSET ?
    )
    SELECT {listed}, counted.total FROM (SELECT count(*) AS total FROM hits) AS counted
    LEFT JOIN page ON true LEFT JOIN links ON links.id = page.id
    ORDER BY page.is_late, page.score {way}, page.id {age}
"""
FAR = "hits LEFT JOIN placed ON placed.id = hits.id"  # what is not put in order comes after all that is
BY_WEIGHT = "placed.weight / (1 + ({days}) / 365)"
BY_VALUE = "placed.value"
NEWEST = "(SELECT max(value) FROM placed)"
ORDERS = {"oldest": "created_at", "title": "title_key", "site": "site_key"}  # all others: the newest first
WEIGHT = """
    SELECT * FROM (
        SELECT {id} AS id, {weight} AS weight FROM search_index
        WHERE {fits} AND {id} >= (SELECT min(id) FROM ranked) ORDER BY 1 DESC
    ) AS words{number}
"""
NO_WEIGHTS = Condition("SELECT 0 AS id, 0 AS weight")


async def search_links(
    chat_id: int, query: SearchQuery, limit: int, offset: int = 0, *, counted: int = COUNTED, order: str = BEST
) -> tuple[list[ListedLink], int]:
    """A page of the chat's links that fit, and how many do; the best first, or without words the newest.

    Beyond `counted` it is only counted whether there is more than this page: nobody reads on, and counting half of a
    large library takes longer than all the rest. Where so many have the last word itself, it is not taken for the
    beginning of others.
    """
    if query == SearchQuery():
        return await list_recent(chat_id, limit, offset)
    query = await _without_aliases(chat_id, query)
    library, index = scope_term("c", chat_id), dialect().index
    compiled = compile_query(query, library, index)
    if compiled.says_nothing and asks_for_words(query):
        return [], 0  # only signs that nothing is found by
    # Whoever goes on from a date misses nothing; where words are ranked, a page further down is a page further down.
    reach = None if query.older_than and not compiled.texts else max(counted, offset + limit + 1)
    ended = compile_query(query, library, index, is_open=False)
    is_open = ended == compiled or reach is None or await _count(_find(library, ended, query, reach, order)) < reach
    is_far = reach is not None and offset + limit > RANKED
    asked = _ask(library, compiled if is_open else ended, query, reach, order, is_far=is_far)
    rows = await reader().execute_query_dict(asked.sql, [*asked.values, limit, offset])
    return read_listed(row for row in rows if row["id"] is not None), rows[0]["total"]


async def _count(hits: Condition) -> int:
    rows = await reader().execute_query_dict(COUNT.format(hits=hits.sql), list(hits.values))
    total: int = rows[0]["total"]
    return total


async def _without_aliases(chat_id: int, query: SearchQuery) -> SearchQuery:
    """The query with the chat's own tags in the place of their aliases."""
    tags = list_tags(query)
    meant = dict(zip(tags, await resolve_names(chat_id, tags), strict=True))
    return rename_tags(query, meant.__getitem__) if tags else query


def _ask(
    library: Match, compiled: Compiled, query: SearchQuery, reach: int | None, order: str, *, is_far: bool
) -> Condition:
    """The question, but for which page is wanted; those that are not far need only what is put in order."""
    is_ranked = compiled.texts and order == BEST
    hits, weights = _find(library, compiled, query, reach, order), NO_WEIGHTS
    if is_ranked:
        weights = _weigh(library, compiled)
    days = dialect().days_between.format(later=NEWEST, earlier=BY_VALUE)
    sql = PAGE.format(
        hits=hits.sql,
        ranked="" if reach is None else f"LIMIT {RANKED}",
        weights=weights.sql,
        column=ORDERS.get(order, "created_at"),
        first="hits" if is_far else "placed",
        pool=FAR if is_far else "placed",
        score=BY_WEIGHT.format(days=days) if is_ranked else BY_VALUE,
        way="ASC" if order in ORDERS else "DESC",
        age=_age(order),
        listed=LISTED,
    )
    return Condition(sql, hits.values + weights.values)


def _find(library: Match, compiled: Compiled, query: SearchQuery, reach: int | None, order: str) -> Condition:
    """The newest links (or the oldest) that fit; the match begins with the library, so that none leaves it."""
    index = dialect().index
    fits = index.where(Every((library, compiled.match)) if compiled.match else library)
    asks_rows = compiled.conditions or query.older_than is not None
    join = f"JOIN links ON links.id = {index.id}" if asks_rows else ""
    conditions = [fits, *compiled.conditions]
    if query.older_than is not None:
        conditions.append(Condition("(links.created_at, links.id) < (?, ?)", query.older_than))
    where = " AND ".join(condition.sql for condition in conditions)
    first = "" if reach is None else f"LIMIT {reach}"
    sql = f"SELECT {index.id} AS id FROM search_index {join} WHERE {where} ORDER BY 1 {_age(order)} {first}"  # noqa: S608 - ours
    return Condition(sql, tuple(value for condition in conditions for value in condition.values))


def _age(order: str) -> str:
    return "ASC" if order == "oldest" else "DESC"


def _weigh(library: Match, compiled: Compiled) -> Condition:
    """Which of the newest links have the words where they are worth more."""
    index, looks, values = dialect().index, list[str](), list[object]()
    match = compiled.match
    # Its words are left out: that they fit is known of each ranked link, and a phrase is what costs the most.
    scopes = [part for part in match.parts if not isinstance(part, Term)] if isinstance(match, Every) else [match]
    within = Every((library, *(part for part in scopes if part)))
    for word in compiled.words[:WEIGHED]:
        *others, last = word.tokens
        for kind, weight in WEIGHTS:
            tokens = [scope_term(kind, token) for token in others] + [scope_term(kind, last, is_open=word.is_open)]
            fits = index.where(Every((within, *tokens)))
            looks.append(WEIGHT.format(id=index.id, weight=weight, fits=fits.sql, number=len(looks)))
            values += fits.values
    return Condition(" UNION ALL ".join(looks), tuple(values)) if looks else NO_WEIGHTS
