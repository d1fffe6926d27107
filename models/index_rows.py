"""A row of the text index, and what every index of texts can do; which one it is depends on the database.

Columns: `scope` has tokens that nobody can type, for they begin with a plus: chat, tags, hosts, states, language,
type and days, so that a search cannot leave its chat and needs no join; and once more the words that a page is about,
by which matches are put in order. The others have the tokens of `models.text`: `title`, `note`, `origin` (where a
message was forwarded from) and `labels` (tags, site, author, addresses) are what is said of the page, `body` is its
text.
"""

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from tortoise.backends.base.client import BaseDBAsyncClient

from models.matching import Condition, Match
from models.text import tokenize_document

OFTEN, MAX_OFTEN = 3, 40  # a page is about the words that it says so many times; so many of them
TITLED, ABOUT = WORDS = "i", "g"  # kinds of tokens for words: those of the title, and what the page is about
PLAIN = re.compile("[a-z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Body:
    """The tokens of a page's text, with spaces between them, and the snapshot that it was read from."""

    tokens: str = ""
    text_of: int | None = None


NO_TEXT = Body()


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a page."""

    title: str = ""
    note: str = ""
    origin: str = ""
    labels: str = ""
    scope: str = ""  # tokens, with spaces between them


@dataclass(frozen=True, slots=True)
class Columns:
    """What is indexed of a link: tokens, with spaces between them."""

    body: str = ""
    title: str = ""
    note: str = ""
    origin: str = ""
    labels: str = ""
    scope: str = ""


class TextIndex(Protocol):
    """The table `search_index`, one row for each link outside the bin, and how it is asked."""

    id: str  # the column with the link's number

    async def put(self, db: BaseDBAsyncClient, link_id: int, said: Said, body: Body) -> None:
        """Add a link's row, which is not there."""
        ...

    async def take(self, db: BaseDBAsyncClient, link_id: int, body: Body = NO_TEXT) -> None:
        """Remove a link's row, if there is one; whoever has the page's text at hand spares it from being read."""
        ...

    def where(self, match: Match) -> Condition:
        """The rows that fit, as a condition on `search_index`."""
        ...


def build_columns(said: Said, body: Body) -> Columns:
    """Return what is indexed."""
    title, note, origin, labels = map(join_tokens, (said.title, said.note, said.origin, said.labels))
    titled = dict.fromkeys(scope_token(TITLED, token) for token in title.split())
    subjects = [*_often(body.tokens), *f"{note} {origin} {labels}".split()]
    about = dict.fromkeys(scope_token(ABOUT, token) for token in subjects)
    return Columns(body.tokens, title, note, origin, labels, " ".join((said.scope, *titled, *about)))


def scope_token(kind: str, value: str | int) -> str:
    """A token for a chat (c), tag (t), host (h), state (s), language (l), type (k), period (d), or word.

    Numbers and words stand as they are, so that no two chats have one token. All else may hold anything: hashed.
    """
    if isinstance(value, int) or kind in WORDS or PLAIN.fullmatch(value):
        return f"+{kind}{value}"
    return f"+{kind}#{blake2b(value.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"


def join_tokens(text: str) -> str:
    """The tokens of a text, with spaces between them."""
    return " ".join(tokenize_document(text))


def _often(tokens: str) -> list[str]:
    """What a page says again and again."""
    return [token for token, times in Counter(tokens.split()).most_common(MAX_OFTEN) if times >= OFTEN]
