"""Finding links by what was typed. Whatever that is, there is an answer, and it never leaves the chat."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from models.aliases import resolve_names
from models.database import reader
from models.indexing import host_key, scope_token
from models.links import list_recent
from models.snapshots import ACTIVE
from models.tables import Link
from models.tag_names import tag_key
from models.text import query_tokens

RANKED = 500  # only the newest matches are ranked: else the commonest word costs the most
MAX_TERMS = 32
MAX_PHRASE_TOKENS = 64
TEXT_COLUMNS = "{title labels body}"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for. All of it must hold."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    before: date | None = None  # saved before that day, UTC
    after: date | None = None  # saved on that day or later
    states: tuple[str, ...] = ()  # a status or a label of the newest capture


@dataclass(frozen=True, slots=True)
class Condition:
    """The part of an SQL query that says which links; for `links` joined with `search_index`."""

    sql: str
    values: tuple[object, ...]


async def search_links(chat_id: int, query: SearchQuery, limit: int, offset: int = 0) -> tuple[list[Link], int]:
    """A page of the chat's links that fit, and how many do; the best first, or without words the newest."""
    if query == SearchQuery():
        return await list_recent(chat_id, limit, offset)
    query = await _without_aliases(chat_id, query)
    terms = _text_terms(query)
    if not terms and (query.words or query.phrases) and not _has_filters(query):
        return [], 0  # only signs that nothing is found by
    condition = _condition(chat_id, query, terms)
    rows = await reader().execute_query_dict(f"SELECT count(*) AS total {condition.sql}", list(condition.values))
    total: int = rows[0]["total"]
    if offset >= total:
        return [], total
    link_ids = await (_list_ranked if terms else _list_newest)(condition, limit, offset)
    links = await Link.filter(id__in=link_ids).using_db(reader()).in_bulk(link_ids, "id")
    return [links[link_id] for link_id in link_ids if link_id in links], total


async def _list_ranked(condition: Condition, limit: int, offset: int) -> list[int]:
    """The newest few hundred by bm25 and age, then the rest by age. Titles count eightfold, labels fourfold."""
    rows = await reader().execute_query_dict(
        f"""
        WITH hits AS (
            SELECT links.id, links.created_at, bm25(search_index, 0, 8, 4, 1) AS score {condition.sql}
            ORDER BY search_index.rowid DESC LIMIT {RANKED}
        )
        SELECT id FROM hits ORDER BY score / (
            1 + (julianday((SELECT max(created_at) FROM hits)) - julianday(created_at)) / 365
        ), id DESC LIMIT ? OFFSET ?
        """,  # noqa: S608 - our own text
        [*condition.values, limit, offset],
    )
    if len(rows) < limit and offset + limit > RANKED:
        rows += await reader().execute_query_dict(
            f"SELECT links.id {condition.sql} ORDER BY search_index.rowid DESC LIMIT ? OFFSET ?",
            [*condition.values, limit - len(rows), max(offset, RANKED)],
        )
    return [row["id"] for row in rows]


async def _list_newest(condition: Condition, limit: int, offset: int) -> list[int]:
    rows = await reader().execute_query_dict(
        f"SELECT links.id {condition.sql} ORDER BY links.created_at DESC, links.id DESC LIMIT ? OFFSET ?",
        [*condition.values, limit, offset],
    )
    return [row["id"] for row in rows]


async def _without_aliases(chat_id: int, query: SearchQuery) -> SearchQuery:
    """The query with the chat's own tags in the place of their aliases."""
    tags = await resolve_names(chat_id, query.tags)
    without_tags = await resolve_names(chat_id, query.without_tags)
    return replace(query, tags=tuple(tags), without_tags=tuple(without_tags))


def _condition(chat_id: int, query: SearchQuery, terms: list[str]) -> Condition:
    sql = ["FROM search_index JOIN links ON links.id = search_index.rowid WHERE search_index MATCH ?"]
    values: list[object] = [_match(chat_id, query, terms)]
    if query.before is not None:
        sql.append("links.created_at < ?")
        values.append(datetime.combine(query.before, time.min, UTC))
    if query.after is not None:
        sql.append("links.created_at >= ?")
        values.append(datetime.combine(query.after, time.min, UTC))
    for state in query.states:
        if state in ACTIVE:
            sql.append("EXISTS (SELECT 1 FROM snapshots WHERE link_id = links.id AND status = ?)")
            values.append(str(state))
    return Condition(" AND ".join(sql), tuple(values))


def _match(chat_id: int, query: SearchQuery, terms: list[str]) -> str:
    """The FTS5 expression, all in quotes: most of what people type is a syntax error otherwise."""
    scopes = [scope_token("c", chat_id)]
    scopes += (scope_token("t", tag_key(tag)) for tag in query.tags)
    scopes += (scope_token("h", host_key(site)) for site in query.sites)
    scopes += (scope_token("s", state) for state in query.states if state not in ACTIVE)
    wanted = [*(f'scope : "{scope}"' for scope in scopes), *terms]
    unwanted = [f'scope : "{scope_token("t", tag_key(tag))}"' for tag in query.without_tags]
    unwanted += _terms(query.without_words)
    match = " AND ".join(wanted[: MAX_TERMS * 2])
    return f"({match}) NOT ({' OR '.join(unwanted[:MAX_TERMS])})" if unwanted else match


def _text_terms(query: SearchQuery) -> list[str]:
    return [*_terms(query.words, is_last_open=True), *_terms(query.phrases)]


def _terms(texts: Iterable[str], *, is_last_open: bool = False) -> list[str]:
    """A phrase for each text; the last one may go on where somebody is still typing."""
    rows = [tokens[:MAX_PHRASE_TOKENS] for text in texts if (tokens := query_tokens(text))][:MAX_TERMS]
    terms: list[str] = []
    for tokens in rows:
        is_open = (is_last_open and tokens is rows[-1]) or _is_single_character(tokens[-1])
        terms.append(f'{TEXT_COLUMNS} : "{" ".join(tokens)}"{" *" if is_open else ""}')
    return terms


def _is_single_character(token: str) -> bool:
    """One Chinese character is the beginning of the pairs that it is in; one Latin letter is a word."""
    return len(token) == 1 and not token.isascii()


def _has_filters(query: SearchQuery) -> bool:
    return bool(query.tags or query.sites or query.states or query.before or query.after or query.without_tags)
