"""Finding links by what was typed. Whatever that is, there is an answer, and it never leaves the chat."""

from models.aliases import resolve_names
from models.database import reader
from models.dialects import dialect
from models.links import list_recent
from models.matching import Condition, Every, Match
from models.query import (
    Compiled,
    SearchQuery,
    asks_for_words,
    compile_query,
    list_tags,
    rename_tags,
    scope_term,
)
from models.tables import Link

__all__ = ["COUNTED", "SearchQuery", "search_links"]

RANKED = 500  # only the newest matches are put in order: else the commonest word costs the most
ALL = -1
COUNTED = 1_000  # matches; see search_links
NOTHING = Condition("0")  # where there is nothing to rank by
BY_SCORE = "hits.score / (1 + ({days}) / 365)"
ROW_ORDERS = {"oldest": "links.created_at", "title": "links.title_key", "site": "links.site_key"}
NEWEST_HIT = "(SELECT max(created_at) FROM links WHERE id IN (SELECT id FROM hits))"


async def search_links(
    chat_id: int, query: SearchQuery, limit: int, offset: int = 0, *, counted: int = COUNTED, order: str = "best"
) -> tuple[list[Link], int]:
    """A page of the chat's links that fit, and how many do; the best first, or without words the newest.

    Beyond `counted` it is only counted whether there is more than this page: nobody reads on, and counting half of a
    large library takes longer than all the rest.
    """
    if query == SearchQuery():
        return await list_recent(chat_id, limit, offset)
    library = scope_term("c", chat_id)
    compiled = compile_query(await _without_aliases(chat_id, query), library, dialect().index)
    if compiled.says_nothing and asks_for_words(query):
        return [], 0  # only signs that nothing is found by
    match = Every((library, compiled.match)) if compiled.match else library
    condition = _condition(match, compiled, query)
    rows = await reader().execute_query_dict(
        f"SELECT count(*) AS total FROM (SELECT 1 {condition.sql} LIMIT ?) AS matches",  # noqa: S608 - our own text
        [*condition.values, max(counted, offset + limit + 1)],
    )
    total: int = rows[0]["total"]
    if offset >= total:
        return [], total
    window = ALL if query.older_than and not compiled.has_text else RANKED  # whoever goes on from a date misses nothing
    score = dialect().index.score(match) if compiled.has_text and order == "best" else NOTHING
    link_ids = await _list_best(condition, score, limit, offset, window, order)
    links = await Link.filter(id__in=link_ids).using_db(reader()).in_bulk(link_ids, "id")
    return [links[link_id] for link_id in link_ids if link_id in links], total


async def _list_best(
    condition: Condition, score: Condition, limit: int, offset: int, window: int, order: str
) -> list[int]:
    """The newest few hundred, by how well they fit and by age, or in another order; then the rest by age."""
    column = dialect().index.id
    days = dialect().days_between.format(later=NEWEST_HIT, earlier="links.created_at")
    by_row = ROW_ORDERS.get(order, "links.created_at DESC")
    by = by_row if score is NOTHING else BY_SCORE.format(days=days)
    age = "ASC" if order == "oldest" else "DESC"
    first = "" if window == ALL else f"LIMIT {window}"
    rows = await reader().execute_query_dict(
        f"""
        WITH hits AS (SELECT {column} AS id, {score.sql} AS score {condition.sql} ORDER BY 1 {age} {first})
        SELECT links.id FROM hits JOIN links ON links.id = hits.id ORDER BY {by}, links.id {age} LIMIT ? OFFSET ?
        """,  # noqa: S608 - our own text
        [*score.values, *condition.values, limit, offset],
    )
    if len(rows) < limit and offset + limit > window != ALL:
        rows += await reader().execute_query_dict(
            f"SELECT {column} AS id {condition.sql} ORDER BY 1 {age} LIMIT ? OFFSET ?",
            [*condition.values, limit - len(rows), max(offset, window)],
        )
    return [row["id"] for row in rows]


async def _without_aliases(chat_id: int, query: SearchQuery) -> SearchQuery:
    """The query with the chat's own tags in the place of their aliases."""
    tags = list_tags(query)
    meant = dict(zip(tags, await resolve_names(chat_id, tags), strict=True))
    return rename_tags(query, meant.__getitem__) if tags else query


def _condition(match: Match, compiled: Compiled, query: SearchQuery) -> Condition:
    """Which links fit; the match begins with the library, so that none leaves it."""
    index = dialect().index
    asks_rows = compiled.conditions or query.older_than is not None
    join = f"JOIN links ON links.id = {index.id}" if asks_rows else ""
    found = index.where(match)
    sql = [f"FROM search_index {join} WHERE {found.sql}"]
    values = [*found.values]
    for condition in compiled.conditions:
        sql.append(condition.sql)
        values += condition.values
    if query.older_than is not None:
        sql.append("(links.created_at, links.id) < (?, ?)")
        values += query.older_than
    return Condition(" AND ".join(sql), tuple(values))
