"""The text index of SQLite: FTS5, without a copy of what it was given.

Before version 3.43 SQLite takes a row out only for whoever says all of its tokens again. `search_index_rows` has what
is said of a page, and whose text was indexed: both are tokenised once more, which gives the same tokens as long as
nobody changes the text, or the tokeniser. A digest tells; where it does not fit, the whole index is made anew.
"""

import asyncio
import json
import zlib
from dataclasses import astuple
from hashlib import blake2b

from tortoise.backends.base.client import BaseDBAsyncClient

from models.index_rows import NO_TEXT, Body, Said, build_columns
from models.matching import TEXT_COLUMNS, Condition, Either, Every, Match, Scope, Term
from models.page_texts import SMALL_TEXT, read_text
from models.text import TOKENIZER_VERSION

COLUMNS = "body, title, note, origin, labels, scope"
PUT = f"INSERT INTO search_index (rowid, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own text
TAKE = f"INSERT INTO search_index (search_index, rowid, {COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
REMEMBER = "INSERT INTO search_index_rows (id, text_of, digest, said) VALUES (?, ?, ?, ?)"
START_ANEW = (
    "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    "DELETE FROM search_index_rows",
    "UPDATE links SET indexed_with = 0",  # housekeeping indexes them, the newest first
)
USUAL = b'["","","\\n","","+c +hcom +d202 +scomplete +sok +suntagged +kpage +karticle +len +lzh"]'  # in most rows


class Fts5Index:
    """`search_index` as a virtual table."""

    id = "search_index.rowid"

    async def put(self, db: BaseDBAsyncClient, link_id: int, said: Said, body: Body) -> None:
        """Add a link's row, which is not there."""
        await db.execute_query(PUT, [link_id, *await _build(said, body)])
        await db.execute_query(REMEMBER, [link_id, body.text_of, digest(body), pack(said)])

    async def take(self, db: BaseDBAsyncClient, link_id: int, body: Body = NO_TEXT) -> None:
        """Remove a link's row, if there is one; whoever has the page's text at hand spares it from being read."""
        found = await db.execute_query_dict("SELECT * FROM search_index_rows WHERE id = ?", [link_id])
        if not found:
            return
        text_of = found[0]["text_of"]
        indexed = body if body.text_of == text_of else await read_text(text_of)
        if digest(indexed) != found[0]["digest"]:
            for statement in START_ANEW:
                await db.execute_query(statement)
            return
        await db.execute_query(TAKE, [link_id, *await _build(unpack(found[0]["said"]), indexed)])
        await db.execute_query("DELETE FROM search_index_rows WHERE id = ?", [link_id])

    def where(self, match: Match) -> Condition:
        """The rows that fit: everything that is asked of the index is one expression."""
        return Condition("search_index MATCH ?", (render(match),))


def digest(body: Body) -> bytes:
    """By which it is known that a text still gives the same tokens."""
    return blake2b(f"{TOKENIZER_VERSION} {body.tokens}".encode(), digest_size=8).digest()


def pack(said: Said) -> bytes:
    """What is said of a page in as little room as can be had quickly."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=USUAL)
    values = json.dumps(astuple(said), ensure_ascii=False, separators=(",", ":"))
    return packer.compress(values.encode("utf-8", "surrogatepass")) + packer.flush()


def unpack(packed: bytes) -> Said:
    """What was packed."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS, zdict=USUAL)
    return Said(*json.loads(unpacker.decompress(packed).decode("utf-8", "surrogatepass")))


def render(match: Match) -> str:
    """The expression of FTS5; all tokens in quotes: most of what people type is a syntax error otherwise."""
    if isinstance(match, Scope):
        return _quote(match.token, is_open=match.is_open)
    if isinstance(match, Term):
        tokens = _quote(" ".join(match.tokens), is_open=match.is_open)
        return tokens if match.columns == TEXT_COLUMNS else f"{{{' '.join(match.columns)}}} : {tokens}"
    if isinstance(match, Every):
        return _join(" AND ", match.parts)
    if isinstance(match, Either):
        return _join(" OR ", match.parts)
    return f"({render(match.wanted)} NOT {_join(' OR ', match.unwanted)})"


def _quote(tokens: str, *, is_open: bool) -> str:
    return f'"{tokens}"{" *" if is_open else ""}'


def _join(word: str, parts: tuple[Match, ...]) -> str:
    return f"({word.join(map(render, parts))})"


async def _build(said: Said, body: Body) -> tuple[str, ...]:
    is_small = len(body.tokens) < SMALL_TEXT
    columns = build_columns(said, body) if is_small else await asyncio.to_thread(build_columns, said, body)
    return astuple(columns)
