"""The text index of PostgreSQL: the tokens of a link in a `tsvector`, and the columns beside it as they are.

The vector (with its GIN index) says which links have all the words. Its positions would end at 16,383, and at 255 of
a word, so it has none: whether tokens stand in a row, and in which column, is read in the columns themselves, of
those links only that have all of them.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from tortoise.backends.base.client import BaseDBAsyncClient

from models.index_rows import NO_TEXT, Body, Columns, Said, build_columns
from models.matching import TEXT_COLUMNS, Condition, Every, Match, Scope, Term, Without
from models.page_texts import SMALL_TEXT

PUT = """
    INSERT INTO search_index (id, tokens, body, title, note, origin, labels, scope)
    VALUES (?, ?::tsvector, ?, ?, ?, ?, ?, ?)
"""
TAKE = "DELETE FROM search_index WHERE id = ?"
MAX_VECTOR_BYTES = 900_000  # of a megabyte that a vector may have, its own bookkeeping included
PER_WORD_BYTES = 24  # what that is, a word
SCOPE = "="  # no token of a text begins so: nobody can write a page that is found in somebody else's library


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the vector, and what has to be looked up in the columns of the rows that it finds."""

    vector: str
    columns: Condition | None = None


class VectorIndex:
    """`search_index` as an ordinary table."""

    id = "search_index.id"

    async def put(self, db: BaseDBAsyncClient, link_id: int, said: Said, body: Body) -> None:
        """Add a link's row, which is not there."""
        is_small = len(body.tokens) < SMALL_TEXT
        values = _build(said, body) if is_small else await asyncio.to_thread(_build, said, body)
        await db.execute_query(PUT, [link_id, *values])

    async def take(self, db: BaseDBAsyncClient, link_id: int, body: Body = NO_TEXT) -> None:  # noqa: ARG002 - the port's
        """Remove a link's row, if there is one."""
        await db.execute_query(TAKE, [link_id])

    def where(self, match: Match) -> Condition:
        """The rows that fit."""
        return _as_condition(ask(match))


def build_vector(row: Columns) -> str:
    """A row's tokens as a literal of `tsvector`."""
    said = f"{row.title} {row.note} {row.origin} {row.labels} {row.body}"  # the text last, should it be too long
    words = dict.fromkeys([*(_quote(SCOPE + token) for token in row.scope.split()), *map(_quote, said.split())])
    room = MAX_VECTOR_BYTES
    kept = []
    for word in words:
        room -= len(word.encode()) + PER_WORD_BYTES
        if room < 0:
            break
        kept.append(word)
    return " ".join(kept)


def ask(match: Match) -> Question:
    """The question that finds what fits."""
    if isinstance(match, Scope):
        return Question(f"{_quote(SCOPE + match.token)}{':*' if match.is_open else ''}")
    if isinstance(match, Term):
        return _ask_term(match)
    if isinstance(match, Without):
        return _ask_without(match)
    questions = [ask(part) for part in match.parts]
    if isinstance(match, Every):
        looked_up = [question.columns for question in questions if question.columns]
        return Question(_join(" & ", questions), _combine(" AND ", looked_up) if looked_up else None)
    if any(question.columns for question in questions):
        return Question(_join(" | ", questions), _combine(" OR ", [_as_condition(question) for question in questions]))
    return Question(_join(" | ", questions))


def _build(said: Said, body: Body) -> tuple[str, ...]:
    columns = build_columns(said, body)
    return (build_vector(columns), *astuple(columns))


def _ask_term(term: Term) -> Question:
    *others, last = map(_quote, term.tokens)
    vector = " & ".join(dict.fromkeys([*others, f"{last}:*" if term.is_open else last]))
    if len(term.tokens) == 1 and term.columns == TEXT_COLUMNS:
        return Question(vector)
    text = f" {' '.join(term.tokens)}{'' if term.is_open else ' '}"
    where = [Condition(f"strpos(' ' || search_index.{column} || ' ', ?) > 0", (text,)) for column in term.columns]
    return Question(f"({vector})", _combine(" OR ", where))


def _ask_without(match: Without) -> Question:
    wanted, unwanted = ask(match.wanted), [ask(part) for part in match.unwanted]
    simple = [question for question in unwanted if question.columns is None]
    vector = f"({wanted.vector} & !{_join(' | ', simple)})" if simple else wanted.vector
    looked_up = [wanted.columns] if wanted.columns else []
    for question in unwanted:
        if question.columns is not None:
            condition = _as_condition(question)
            looked_up.append(Condition(f"NOT {condition.sql}", condition.values))
    return Question(vector, _combine(" AND ", looked_up) if looked_up else None)


def _as_condition(question: Question) -> Condition:
    found = Condition("search_index.tokens @@ ?::tsquery", (question.vector,))
    return _combine(" AND ", [found, question.columns]) if question.columns else found


def _combine(word: str, conditions: list[Condition]) -> Condition:
    values = tuple(value for condition in conditions for value in condition.values)
    return Condition(f"({word.join(condition.sql for condition in conditions)})", values)


def _join(word: str, questions: Iterable[Question]) -> str:
    return f"({word.join(question.vector for question in questions)})"


def _quote(token: str) -> str:
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
