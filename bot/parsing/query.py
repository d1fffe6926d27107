"""What people ask /find, the inline box, the web and the terminal: words, "phrases", #tags, filters, `or` and brackets.

All terms must hold. `or` binds the terms on both of its sides and no more: `#recipe soup or stew` is a recipe of
either. Whatever cannot be read as something else is searched for as words.
"""

from dataclasses import dataclass
from datetime import date

import regex

from bot.parsing.query_filters import Draft, add_filter, add_words, find_filter
from bot.parsing.tags import parse_tags
from models.search import SearchQuery

MAX_TERMS = 40
MAX_DEPTH = 6  # brackets within brackets; what is deeper is read without them

_TERM = regex.compile(
    r"""(?P<minus>[-－−])?(?:
        (?:"(?P<straight>[^"]*)(?:"|$)) | (?:[“”„](?P<curly>[^“”]*)(?:[“”]|$)) | (?:「(?P<corner>[^」]*)(?:」|$))
        | (?P<hashtags>[#＃][^\s"“”]*)
        | (?P<name>\p{L}+)[:：](?:"(?P<quoted>[^"]*)(?:"|$)|“(?P<quoted>[^”]*)(?:”|$)|(?P<value>\S*))
        | (?P<word>\S+)
    )""",
    regex.VERBOSE,
)
_BLANKS = regex.compile(r"\s*")
_OPENING = regex.compile(r"(?P<minus>[-－−])?[(（]")
_CLOSING = regex.compile(r"[)）]")
_OR = regex.compile(r"(?i:or|或|或者|\|{1,2})(?=[\s(（)）]|$)")


@dataclass(frozen=True, slots=True)
class Problem:
    """A filter that makes no sense: `query.<code>` names the sentence, `value` is what was written."""

    code: str  # a filter's name, period, too_long
    value: str


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What was asked, as far as it makes sense."""

    query: SearchQuery
    problems: tuple[Problem, ...] = ()
    today: date | None = None  # from which "7d" was counted back


def parse_query(text: str, today: date | None = None) -> ParsedQuery:
    """Read a query; never raises. `before` is exclusive and `after` inclusive, so together they make a month."""
    reader = _Reader(text, today)
    query = reader.read_all()
    if query.before is not None and query.after is not None and query.before <= query.after:
        reader.problems.append(Problem("period", f"after:{query.after} before:{query.before}"))
    return ParsedQuery(query, tuple(reader.problems), today)


class _Reader:
    """Reads a query from left to right."""

    def __init__(self, text: str, today: date | None) -> None:
        self.text = text
        self.today = today
        self.place = 0
        self.count = 0
        self.depth = 0
        self.problems: list[Problem] = []

    def read_all(self) -> SearchQuery:
        """Read terms up to the end of the text, or of the brackets."""
        draft = Draft(self.today)
        while not self._is_over():
            branches = [self._read_term()]
            while self._goes_on_with_or():
                branches.append(self._read_term())
            said = [branch for branch in branches if branch != SearchQuery()]
            if len(said) > 1:
                draft.either.append(tuple(said))
            elif said:
                _merge(draft, said[0])
        return draft.finish()

    def _is_over(self) -> bool:
        self._skip(_BLANKS)
        if self.place < len(self.text) and self.count == MAX_TERMS:
            self.problems.append(Problem("too_long", self._match_term().group()))
            self.place = len(self.text)
        return self.place == len(self.text) or (self.depth > 0 and self._sees(_CLOSING))

    def _goes_on_with_or(self) -> bool:
        """Pass an `or` that has something on its right side; what somebody still types may end with one."""
        before = self.place
        self._skip(_BLANKS)
        if not self._skip(_OR):
            self.place = before
            return False
        return not self._is_over()

    def _read_term(self) -> SearchQuery:
        self.count += 1
        if opening := _OPENING.match(self.text, self.place):
            self.place = opening.end()
            return self._read_brackets(is_negative=opening["minus"] is not None)
        term = self._match_term()
        self.place = max(term.end(), self.place + 1)
        return _read(term, self)

    def _read_brackets(self, *, is_negative: bool) -> SearchQuery:
        if self.depth == MAX_DEPTH:
            return SearchQuery()
        self.depth += 1
        inner = self.read_all()
        self.depth -= 1
        self._skip(_CLOSING)
        return _negate(inner) if is_negative else inner

    def _match_term(self) -> regex.Match[str]:
        term = _TERM.match(self.text, self.place)
        assert term is not None  # noqa: S101 - `\S+` fits wherever there is no blank
        bare = term.group()
        surplus = 0
        while self.depth and bare[-1:] in {")", "）"} and _has_more_closing(bare):
            bare = bare[:-1]
            surplus += 1
        shorter = _TERM.match(self.text, self.place, term.end() - surplus) if surplus and bare else None
        return shorter or term

    def _skip(self, pattern: regex.Pattern[str]) -> bool:
        match = pattern.match(self.text, self.place)
        self.place = match.end() if match else self.place
        return match is not None

    def _sees(self, pattern: regex.Pattern[str]) -> bool:
        return pattern.match(self.text, self.place) is not None


def _has_more_closing(text: str) -> bool:
    return sum(text.count(sign) for sign in ")）") > sum(text.count(sign) for sign in "(（")


def _read(term: regex.Match[str], reader: _Reader) -> SearchQuery:
    draft = Draft(reader.today)
    is_negative = term["minus"] is not None
    phrase = next((term[name] for name in ("straight", "curly", "corner") if term[name] is not None), None)
    kind = find_filter(term["name"] or "")
    if phrase is not None:
        add_words(draft.without_words if is_negative else draft.phrases, phrase)
    elif term["hashtags"]:
        _add_hashtags(draft, term["hashtags"], is_negative=is_negative)
    elif kind is None:
        word = term.group()[1:] if is_negative else term.group()
        add_words(draft.without_words if is_negative else draft.words, word)
    else:
        value = (term["quoted"] if term["quoted"] is not None else term["value"]).strip()
        if not add_filter(draft, kind, value):
            reader.problems.append(Problem(kind, value))
        query = draft.finish()
        if is_negative and kind == "tag":
            return SearchQuery(without_tags=query.tags)  # of `-tag:a,b` neither may be there
        return _negate(query) if is_negative else query
    return draft.finish()


def _add_hashtags(draft: Draft, text: str, *, is_negative: bool) -> None:
    tags = parse_tags(text)
    if is_negative:
        draft.without_tags += (*tags.added, *tags.removed)
        add_words(draft.without_words, tags.rest)
    else:
        draft.tags += tags.added
        draft.without_tags += tags.removed
        add_words(draft.words, tags.rest)


def _negate(query: SearchQuery) -> SearchQuery:
    """Nothing of what fits the query; one tag alone, or one word, has a shorter way to say so."""
    if query == SearchQuery():
        return query
    if query == SearchQuery(tags=query.tags) and len(query.tags) == 1:
        return SearchQuery(without_tags=query.tags)
    if query == SearchQuery(words=query.words) and len(query.words) == 1:
        return SearchQuery(without_words=query.words)
    return SearchQuery(neither=(query,))


def _merge(draft: Draft, query: SearchQuery) -> None:
    """Let all of the query hold as well."""
    draft.words += query.words
    draft.phrases += query.phrases
    draft.without_words += query.without_words
    draft.tags += query.tags
    draft.without_tags += query.without_tags
    draft.sites += query.sites
    draft.before += [query.before] if query.before else []
    draft.after += [query.after] if query.after else []
    draft.states += query.states
    draft.titles += query.titles
    draft.notes += query.notes
    draft.origins += query.origins
    draft.languages += query.languages
    draft.types += query.types
    draft.either += query.either
    draft.neither += query.neither
