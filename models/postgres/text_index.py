"""The text index of PostgreSQL: the tokens of a link in a `tsvector`, and the columns beside it as they are.

The vector (with its GIN index) says which links have all the words. Its positions say nothing but how often and where
a word occurs, for the ranking: they end at 16,383, and 255 of a word. Whether tokens stand in a row, and in which
column, is therefore read in the columns themselves, of those links only that have all of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tortoise.backends.base.client import BaseDBAsyncClient

from models.index_rows import Row
from models.matching import TEXT_COLUMNS, Condition, Either, Every, Match, Scope, Term, Without

PUT = """
    INSERT INTO search_index (id, tokens, body, title, note, origin, labels, scope)
    VALUES (?, ?::tsvector, ?, ?, ?, ?, ?, ?)
"""
TAKE = "DELETE FROM search_index WHERE id = ? RETURNING body, title, note, origin, labels, scope"
MAX_VECTOR_BYTES = 900_000  # of a megabyte that a vector may have, its own bookkeeping included
PER_WORD_BYTES = 24  # what that is, a word
MAX_COUNT = 4  # a word that occurs more often in a column counts no more

# As much as in SQLite: titles eightfold, notes and labels fourfold, the text once. PostgreSQL has four ranks.
RANKS = {"title": "A", "note": "B", "labels": "B", "origin": "C", "body": "D"}
RANK = "-ts_rank('{0.125, 0.25, 0.5, 1}', search_index.tokens, ?::tsquery, 1)"  # 1: long texts count less
NO_RANK = "0"

SCOPE = "="  # no token of a text begins so: nobody can write a page that is found in somebody else's library


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the vector, and what has to be looked up in the columns of the rows that it finds."""

    vector: str
    columns: Condition | None = None


class VectorIndex:
    """`search_index` as an ordinary table."""

    id = "search_index.id"

    async def put(self, db: BaseDBAsyncClient, link_id: int, row: Row) -> None:
        """Add a link's row, which is not there."""
        await db.execute_query(PUT, [link_id, build_vector(row), *row.columns])

    async def take(self, db: BaseDBAsyncClient, link_id: int) -> Row | None:
        """Remove a link's row and return it; None where there is none."""
        found = await db.execute_query_dict(TAKE, [link_id])
        return Row(**found[0]) if found else None

    def where(self, match: Match) -> Condition:
        """The rows that fit."""
        return _as_condition(ask(match))

    def score(self, match: Match) -> Condition:
        """How well a row fits, by how often and where it has the words."""
        words = sorted(set(_words(match)))
        return Condition(RANK, (" | ".join(words),)) if words else Condition(NO_RANK)


def build_vector(row: Row) -> str:
    """A row's tokens as a literal of `tsvector`."""
    places: dict[str, list[str]] = {}
    for column, rank in RANKS.items():  # what is said of the page comes before its text, should that be too long
        for token, times in Counter(getattr(row, column).split()).items():
            places.setdefault(token, []).extend([rank] * min(times, MAX_COUNT))
    words = [_quote(SCOPE + token) for token in row.scope.split()]
    room = MAX_VECTOR_BYTES
    for token, ranks in places.items():
        room -= len(token.encode()) + PER_WORD_BYTES
        if room < 0:
            break
        words.append(f"{_quote(token)}:{','.join(f'{place}{rank}' for place, rank in enumerate(ranks, 1))}")
    return " ".join(words)


def ask(match: Match) -> Question:
    """The question that finds what fits."""
    if isinstance(match, Scope):
        return Question(_quote(SCOPE + match.token))
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


def _words(match: Match) -> Iterable[str]:
    """The words by which a match is ranked."""
    if isinstance(match, Term):
        *others, last = map(_quote, match.tokens)
        yield from others
        yield f"{last}:*" if match.is_open else last
    elif isinstance(match, Without):
        yield from _words(match.wanted)
    elif isinstance(match, Every | Either):
        for part in match.parts:
            yield from _words(part)


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
