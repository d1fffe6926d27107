"""What a button carries: typed values on this side, at most 64 bytes on Telegram's.

Nothing in here is trusted: whoever handles a callback asks for the link *of this chat*. The query of a list
is not carried, it may be longer than a button can hold: it stands in the first line of the list itself
(`bot.views.lists.read_query`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.i18n import LOCALES

MAX_CALLBACK_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data
MAX_ID = 2**63 - 1
MAX_PAGE = 99_999
PERMALINK_ID = re.compile(r"[A-Za-z0-9_-]{16,43}")


class ListKind(StrEnum):
    """Which list a page belongs to."""

    FIND = "find"
    RECENT = "recent"
    TAGS = "tags"


class Listening(StrEnum):
    """What a group's bot takes as links to save."""

    ALL = "all"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True)
class Recapture:
    """Capture a known link once more."""

    link_id: int


@dataclass(frozen=True, slots=True)
class Retry:
    """Try a capture again that did not come out well."""

    link_id: int


@dataclass(frozen=True, slots=True)
class FullPage:
    """Send the whole picture of one snapshot as a file."""

    permalink_id: str


@dataclass(frozen=True, slots=True)
class Pdf:
    """Send one snapshot's PDF as a file."""

    permalink_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Show a page of a list in place; counted from 0."""

    kind: ListKind
    page: int


@dataclass(frozen=True, slots=True)
class ShowTag:
    """List the links that bear a tag."""

    name: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Put a link into the bin."""

    link_id: int


@dataclass(frozen=True, slots=True)
class Restore:
    """Take a link out of the bin."""

    link_id: int


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak this language in the chat; "" means the language of whoever writes."""

    code: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Choose which messages of a group are read."""

    to: Listening


Callback = Recapture | Retry | FullPage | Pdf | Page | ShowTag | Delete | Restore | SetLanguage | Listen

LETTERS: tuple[tuple[str, type[Recapture | Retry | Delete | Restore]], ...] = (
    ("r", Recapture),
    ("t", Retry),
    ("d", Delete),
    ("u", Restore),
)


def encode(callback: Callback) -> str:
    """Return the data of a button; raise ValueError where it would be too long."""
    encoded = _write(callback)
    if len(encoded.encode()) > MAX_CALLBACK_BYTES:
        raise ValueError(f"callback data of more than {MAX_CALLBACK_BYTES} bytes")
    return encoded


def fits(callback: Callback) -> bool:
    """Whether a button can carry this; everything fits but a long tag."""
    return len(_write(callback).encode()) <= MAX_CALLBACK_BYTES


def parse(data: str) -> Callback | None:
    """Return what a button carries, or None for anything that `encode` does not write."""
    letter, _, rest = data.partition(":")
    callback = _read(letter, rest)
    return callback if callback is not None and _write(callback) == data and fits(callback) else None


def _write(callback: Callback) -> str:
    match callback:
        case FullPage(permalink_id):
            return f"f:{permalink_id}"
        case Pdf(permalink_id):
            return f"pdf:{permalink_id}"
        case Page(kind, page):
            return f"p:{kind}:{page}"
        case ShowTag(name):
            return f"g:{name}"
        case SetLanguage(code):
            return f"l:{code}"
        case Listen(to):
            return f"m:{to}"
        case Recapture(link_id) | Retry(link_id) | Delete(link_id) | Restore(link_id):
            letter = next(letter for letter, made in LETTERS if isinstance(callback, made))
            return f"{letter}:{link_id}"


def _read(letter: str, rest: str) -> Callback | None:
    match letter:
        case "f" if PERMALINK_ID.fullmatch(rest):
            return FullPage(rest)
        case "pdf" if PERMALINK_ID.fullmatch(rest):
            return Pdf(rest)
        case "p":
            return _read_page(rest)
        case "g" if _is_tag(rest):
            return ShowTag(rest)
        case "l" if rest in {"", *LOCALES}:
            return SetLanguage(rest)
        case "m" if rest in set(Listening):
            return Listen(Listening(rest))
    made = dict(LETTERS).get(letter)
    link_id = _read_number(rest, MAX_ID)
    return made(link_id) if made is not None and link_id else None


def _read_page(rest: str) -> Page | None:
    kind, _, number = rest.partition(":")
    page = _read_number(number, MAX_PAGE)
    return Page(ListKind(kind), page) if kind in set(ListKind) and page is not None else None


def _read_number(text: str, largest: int) -> int | None:
    if not re.fullmatch(r"[0-9]{1,19}", text):
        return None
    return int(text) if int(text) <= largest else None


def _is_tag(name: str) -> bool:
    return name.isprintable() and bool(name) and not any(character.isspace() for character in name)
