"""What is looked for, and how the text index is asked for it.

A query is a small tree: lists of what must hold, and queries within it of which one must hold, or none may. What
the index can answer becomes one `Match`; only dates and what is still being captured are asked of the links' own rows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from models.index_rows import TextIndex
from models.indexing import host_key, scope_token
from models.matching import TEXT_COLUMNS, Condition, Either, Every, Match, Scope, Term, Without
from models.snapshots import ACTIVE
from models.tag_names import tag_key
from models.text import query_tokens

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
    has_text: bool = False  # so that there is something to rank by

    @property
    def says_nothing(self) -> bool:
        """Whether it leaves nothing out."""
        return self.match is None and not self.conditions


def compile_query(
    query: SearchQuery, library: Match, index: TextIndex, *, is_open: bool = True, depth: int = 0
) -> Compiled:
    """Return the query as it is asked; `library` is all that may be found."""
    texts = _texts(query, is_open=is_open)
    wanted, unwanted, conditions = [*_scopes(query), *texts], _unwanted(query), _row_conditions(query)
    has_text = bool(texts)
    for number, group in enumerate(query.either if depth < MAX_DEPTH else ()):
        may_go_on = is_open and not texts and number == len(query.either) - 1
        branches = [
            compile_query(one, library, index, is_open=may_go_on and one is group[-1], depth=depth + 1) for one in group
        ]
        said = [branch for branch in branches if not branch.says_nothing]
        has_text = has_text or any(branch.has_text for branch in said)
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
    return Compiled(match, tuple(conditions), has_text)


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


def scope_term(kind: str, value: str | int) -> Scope:
    """What is asked for a token that nobody types."""
    return Scope(scope_token(kind, value))


def _scopes(query: SearchQuery) -> list[Match]:
    tokens: list[Match] = [
        *(scope_term("t", tag_key(tag)) for tag in query.tags),
        *(scope_term("h", host_key(site)) for site in query.sites),
        *(scope_term("s", state) for state in query.states if state not in ACTIVE),
        *(scope_term("l", language.casefold()) for language in query.languages),
        *(scope_term("k", name) for name in query.types),
    ]
    return tokens[: MAX_TERMS * 2]


def _texts(query: SearchQuery, *, is_open: bool) -> list[Match]:
    named = [
        *_terms(query.titles, ("title",), is_last_open=is_open and not query.words),
        *_terms(query.notes, ("note",), is_last_open=is_open and not query.words),
        *_terms(query.origins, ("origin",), is_last_open=is_open and not query.words),
    ]
    return [*_terms(query.words, is_last_open=is_open), *_terms(query.phrases), *named]


def _unwanted(query: SearchQuery) -> list[Match]:
    tags = [scope_term("t", tag_key(tag)) for tag in query.without_tags[:MAX_TERMS]]
    return [*tags, *_terms(query.without_words)]


def _row_conditions(query: SearchQuery) -> list[Condition]:
    conditions = []
    if query.before is not None:
        conditions.append(Condition("links.created_at < ?", (datetime.combine(query.before, time.min, UTC),)))
    if query.after is not None:
        conditions.append(Condition("links.created_at >= ?", (datetime.combine(query.after, time.min, UTC),)))
    for state in query.states:
        if state in ACTIVE:
            sql = "EXISTS (SELECT 1 FROM snapshots WHERE link_id = links.id AND status = ?)"
            conditions.append(Condition(sql, (str(state),)))
    return conditions


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
    rows = [tokens[:MAX_PHRASE_TOKENS] for text in texts if (tokens := query_tokens(text))][:MAX_TERMS]
    return [
        Term(
            tuple(tokens),
            columns,
            is_open=(is_last_open and tokens is rows[-1]) or _is_single_character(tokens[-1]),
        )
        for tokens in rows
    ]


def _is_single_character(token: str) -> bool:
    """One Chinese character is the beginning of the pairs that it is in; one Latin letter is a word."""
    return len(token) == 1 and not token.isascii()
