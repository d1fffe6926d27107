"""What is looked for, and how the text index is asked for it.

A query is a small tree: lists of what must hold, and queries within it of which one must hold, or none may. What
the index can answer becomes one `Match`; only what is still being captured is asked of the links' own rows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from models.index_rows import TextIndex, scope_token
from models.indexing import host_key
from models.matching import TEXT_COLUMNS, Condition, Either, Every, Match, Scope, Term, Without
from models.periods import cover
from models.snapshots import ACTIVE
from models.tag_names import found_by, tag_key
from models.text import is_pair, query_tokens

MAX_TERMS = 32
MAX_PHRASE_TOKENS = 64
MAX_DEPTH = 10  # queries within queries; FTS5 takes no more than some dozens


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
    states: tuple[str, ...] = ()  # a status or a label of the newest capture, or a word of `models.indexing`
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()  # where the message was forwarded from
    languages: tuple[str, ...] = ()  # as in `zh` or `pt-br`
    types: tuple[str, ...] = ()  # a word of `models.indexing.TYPES`
    either: tuple[tuple["SearchQuery", ...], ...] = ()  # of each of these, at least one
    neither: tuple["SearchQuery", ...] = ()  # none of these
    older_than: tuple[datetime, int] | None = None  # moment and number of a link: only those that come after it


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query as it is asked: of the index, and of the links' rows."""

    match: Match | None = None  # None: whatever the chat has
    conditions: tuple[Condition, ...] = ()
    texts: tuple[Term, ...] = ()  # all words and phrases that are looked for

    @property
    def words(self) -> list[Term]:
        """Those that may stand anywhere: where they do stand decides what comes first."""
        return [text for text in self.texts if text.columns == TEXT_COLUMNS]

    @property
    def says_nothing(self) -> bool:
        """Whether it leaves nothing out."""
        return self.match is None and not self.conditions


def compile_query(
    query: SearchQuery, library: Match, index: TextIndex, *, is_open: bool = True, depth: int = 0
) -> Compiled:
    """Return the query as it is asked; `library` is all that may be found."""
    own = _texts(query, is_open=is_open)
    texts, wanted = [*own], [*_scopes(query), *own]
    unwanted, conditions = _unwanted(query), _row_conditions(query)
    for number, group in enumerate(query.either if depth < MAX_DEPTH else ()):
        may_go_on = is_open and not own and number == len(query.either) - 1
        branches = [
            compile_query(one, library, index, is_open=may_go_on and one is group[-1], depth=depth + 1) for one in group
        ]
        said = [branch for branch in branches if not branch.says_nothing]
        texts += [text for branch in said for text in branch.texts]
        if said and not any(branch.conditions for branch in said):
            wanted.append(Either(tuple(branch.match for branch in said if branch.match)))
        elif said:
            conditions.append(_join(" OR ", [_as_condition(branch, index) for branch in said]))
    for one in query.neither[:MAX_TERMS] if depth < MAX_DEPTH else ():
        branch = compile_query(one, library, index, is_open=False, depth=depth + 1)
        if branch.match and not branch.conditions:
            unwanted.append(branch.match)
        elif branch.conditions:
            condition = _as_condition(branch, index)
            conditions.append(Condition(f"NOT {condition.sql}", condition.values))
    match: Match | None = Every(tuple(wanted)) if wanted else None
    if unwanted:
        match = Without(match or library, tuple(unwanted))
    return Compiled(match, tuple(conditions), tuple(texts))


def asks_for_words(query: SearchQuery) -> bool:
    """Whether there is a word or a phrase in it that has to be there."""
    texts = query.words or query.phrases or query.titles or query.notes or query.origins
    return bool(texts) or any(asks_for_words(one) for group in query.either for one in group)


def list_tags(query: SearchQuery) -> list[str]:
    """All tags that it names."""
    inner = [one for group in query.either for one in group] + list(query.neither)
    return [*query.tags, *query.without_tags, *(tag for one in inner for tag in list_tags(one))]


def rename_tags(query: SearchQuery, rename: Callable[[str], str]) -> SearchQuery:
    """The query with other tags."""
    return replace(
        query,
        tags=tuple(map(rename, query.tags)),
        without_tags=tuple(map(rename, query.without_tags)),
        either=tuple(tuple(rename_tags(one, rename) for one in group) for group in query.either),
        neither=tuple(rename_tags(one, rename) for one in query.neither),
    )


def scope_term(kind: str, value: str | int, *, is_open: bool = False) -> Scope:
    """What is asked for a token that nobody types."""
    return Scope(scope_token(kind, value), is_open)


def _scopes(query: SearchQuery) -> list[Match]:
    tokens: list[Match] = [
        *(scope_term("t", found_by(tag_key(tag))) for tag in query.tags),
        *(scope_term("h", host_key(site)) for site in query.sites),
        *(scope_term("s", state) for state in query.states if state not in ACTIVE),
        *(scope_term("l", language.casefold()) for language in query.languages),
        *(scope_term("k", name) for name in query.types),
    ]
    return tokens[: MAX_TERMS * 2] + _periods(query)


def _periods(query: SearchQuery) -> list[Match]:
    """The days that are asked for; where there is none, something that no link has."""
    if query.before is None and query.after is None:
        return []
    periods = cover(query.after, query.before)
    return [Either(tuple(scope_term("d", period) for period in periods or ["0"]))]


def _texts(query: SearchQuery, *, is_open: bool) -> list[Term]:
    named = [
        *_terms(query.titles, ("title",), is_last_open=is_open and not query.words),
        *_terms(query.notes, ("note",), is_last_open=is_open and not query.words),
        *_terms(query.origins, ("origin",), is_last_open=is_open and not query.words),
    ]
    return [*_terms(query.words, is_last_open=is_open), *_terms(query.phrases), *named]


def _unwanted(query: SearchQuery) -> list[Match]:
    tags = [scope_term("t", found_by(tag_key(tag))) for tag in query.without_tags[:MAX_TERMS]]
    return [*tags, *_terms(query.without_words)]


def _row_conditions(query: SearchQuery) -> list[Condition]:
    sql = "EXISTS (SELECT 1 FROM snapshots WHERE link_id = links.id AND status = ?)"
    return [Condition(sql, (str(state),)) for state in query.states if state in ACTIVE]


def _as_condition(compiled: Compiled, index: TextIndex) -> Condition:
    parts = list(compiled.conditions)
    if compiled.match:
        rows = index.where(compiled.match)
        found = f"links.id IN (SELECT {index.id} FROM search_index WHERE {rows.sql})"  # noqa: S608 - our own text
        parts.append(Condition(found, rows.values))
    return _join(" AND ", parts)


def _join(word: str, parts: Sequence[Condition]) -> Condition:
    return Condition(f"({word.join(part.sql for part in parts)})", tuple(v for part in parts for v in part.values))


def _terms(texts: Iterable[str], columns: tuple[str, ...] = TEXT_COLUMNS, *, is_last_open: bool = False) -> list[Term]:
    """A phrase for each text; the last one may go on where somebody is still typing."""
    rows = [tuple(tokens[:MAX_PHRASE_TOKENS]) for text in texts if (tokens := query_tokens(text))][:MAX_TERMS]
    return [
        Term(tokens, columns, is_open=_goes_on(tokens, is_typed=is_last_open and tokens is rows[-1])) for tokens in rows
    ]


def _goes_on(tokens: Sequence[str], *, is_typed: bool) -> bool:
    """Pairs of characters do not, and a single one has a token of its own, but for one that ends a phrase."""
    last = tokens[-1]
    if len(last) == 1:
        return len(tokens) > 1 and not last.isascii()
    return is_typed and not is_pair(last)
