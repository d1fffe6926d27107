"""The text index of SQLite: FTS5, without a copy of what it was given.

Before version 3.43 SQLite takes a row out only for whoever says all of its tokens again: `search_index_tokens` has
them, packed.
"""

from tortoise.backends.base.client import BaseDBAsyncClient

from models.index_rows import Row
from models.matching import TEXT_COLUMNS, Condition, Either, Every, Match, Scope, Term

COLUMNS = "body, title, note, origin, labels, scope"
PUT = f"INSERT INTO search_index (rowid, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own text
TAKE = f"INSERT INTO search_index (search_index, rowid, {COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
# Titles count eightfold, notes and labels fourfold; in the order of the columns.
BM25 = "bm25(search_index, 1, 8, 4, 2, 4, 0)"


class Fts5Index:
    """`search_index` as a virtual table."""

    id = "search_index.rowid"

    async def put(self, db: BaseDBAsyncClient, link_id: int, row: Row) -> None:
        """Add a link's row, which is not there."""
        await db.execute_query(PUT, [link_id, *row.columns])
        await db.execute_query("INSERT INTO search_index_tokens VALUES (?, ?)", [link_id, row.pack()])

    async def take(self, db: BaseDBAsyncClient, link_id: int) -> Row | None:
        """Remove a link's row and return it; None where there is none."""
        found = await db.execute_query_dict("SELECT tokens FROM search_index_tokens WHERE id = ?", [link_id])
        if not found:
            return None
        row = Row.unpack(found[0]["tokens"])
        await db.execute_query(TAKE, [link_id, *row.columns])
        await db.execute_query("DELETE FROM search_index_tokens WHERE id = ?", [link_id])
        return row

    def where(self, match: Match) -> Condition:
        """The rows that fit: everything that is asked of the index is one expression."""
        return Condition("search_index MATCH ?", (render(match),))

    def score(self, match: Match) -> Condition:  # noqa: ARG002 - FTS5 knows what was asked
        """How well a row fits, by bm25."""
        return Condition(BM25)


def render(match: Match) -> str:
    """The expression of FTS5; all tokens in quotes: most of what people type is a syntax error otherwise."""
    if isinstance(match, Scope):
        return f'scope : "{match.token}"'
    if isinstance(match, Term):
        columns = f"{{{' '.join(match.columns)}}}" if match.columns == TEXT_COLUMNS else match.columns[0]
        return f'{columns} : "{" ".join(match.tokens)}"{" *" if match.is_open else ""}'
    if isinstance(match, Every):
        return _join(" AND ", match.parts)
    if isinstance(match, Either):
        return _join(" OR ", match.parts)
    return f"({render(match.wanted)} NOT {_join(' OR ', match.unwanted)})"


def _join(word: str, parts: tuple[Match, ...]) -> str:
    return f"({word.join(map(render, parts))})"
