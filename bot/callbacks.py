"""What a button carries: typed values on this side, at most 64 bytes on Telegram's.

Nothing in here is trusted: whoever handles a callback asks for the link *of this chat*. The query of a list
is not carried, it may be longer than a button can hold: it stands in the first line of the list itself
(`bot.views.lists.read_query`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from bot.i18n import LOCALES

MAX_CALLBACK_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data
MAX_ID = 2**63 - 1
MAX_PAGE = 99_999
WATCH_DAYS = (0, 1, 7)
PERMALINK_ID = re.compile(r"[A-Za-z0-9_-]{16,43}")


class ListKind(StrEnum):
    """Which list a page belongs to."""

    FIND = "find"
    RECENT = "recent"
    TAGS = "tags"
    WATCHES = "watches"


class Listening(StrEnum):
    """What a group's bot takes as links to save."""

    ALL = "all"
    MENTIONS = "mentions"


class Audience(StrEnum):
    """For whom permalinks open."""

    HOLDERS = "holders"  # whoever has one
    PEOPLE = "people"  # those of the chat, signed in


class Look(StrEnum):
    """One side of how pages are captured."""

    PHONE = "phone"
    DESKTOP = "desktop"
    DARK = "dark"
    LIGHT = "light"


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
class Changes:
    """Say what changed in one snapshot since the version before."""

    permalink_id: str


@dataclass(frozen=True, slots=True)
class More:
    """Show the further buttons of one snapshot's answer."""

    permalink_id: str


@dataclass(frozen=True, slots=True)
class WatchEvery:
    """Watch a link so many days apart; 0 ends it."""

    link_id: int
    days: int


@dataclass(frozen=True, slots=True)
class Versions:
    """List the versions of a link, a page of them; counted from 0."""

    link_id: int
    page: int


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


@dataclass(frozen=True, slots=True)
class SetLook:
    """Capture the pages of this chat so from now on."""

    look: Look


@dataclass(frozen=True, slots=True)
class OpenFor:
    """Choose for whom the permalinks of this chat open."""

    whom: Audience


@dataclass(frozen=True, slots=True)
class CaptureAs:
    """Capture a known link once more, and this time so."""

    link_id: int
    look: Look


@dataclass(frozen=True, slots=True)
class AskEvidence:
    """Ask for what the person sees where we saw something else."""

    link_id: int


@dataclass(frozen=True, slots=True)
class AddTag:
    """Give a link a tag that was suggested."""

    link_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back something that was destroyed."""

    deed_id: int


@dataclass(frozen=True, slots=True)
class TagMenu:
    """Show what can be done with a tag."""

    tag_id: int


@dataclass(frozen=True, slots=True)
class DeleteTag:
    """Take a tag off all links."""

    tag_id: int


@dataclass(frozen=True, slots=True)
class MergeTags:
    """Let one tag go into another."""

    tag_id: int
    heir_id: int


@dataclass(frozen=True, slots=True)
class DropAlias:
    """Forget another name of a tag."""

    alias_id: int


@dataclass(frozen=True, slots=True)
class DropRule:
    """Forget a rule."""

    rule_id: int


@dataclass(frozen=True, slots=True)
class ApplyRule:
    """Apply a rule to the links that are kept already."""

    rule_id: int


@dataclass(frozen=True, slots=True)
class AskForGood:
    """Ask whether a link of the bin shall go for good."""

    link_id: int


@dataclass(frozen=True, slots=True)
class DeleteForGood:
    """Delete a link of the bin for good."""

    link_id: int


@dataclass(frozen=True, slots=True)
class AskEmpty:
    """Ask whether all of the bin shall go for good."""

    count: int


@dataclass(frozen=True, slots=True)
class EmptyBin:
    """Delete all of the bin for good, provided that it holds so many."""

    count: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget a person."""

    person_id: int


@dataclass(frozen=True, slots=True)
class DropToken:
    """Revoke an API token."""

    token_id: int


@dataclass(frozen=True, slots=True)
class DropShare:
    """Take back an address that was shared."""

    share_id: int


AccessCallback = DropShare | DropToken
EditCallback = Undo | TagMenu | DeleteTag | MergeTags | DropAlias | DropRule | ApplyRule
WipeCallback = AskForGood | DeleteForGood | AskEmpty | EmptyBin | Forget
LinkCallback = Recapture | Retry | Delete | Restore | AskEvidence | CaptureAs | WatchEvery | Versions
SnapshotCallback = FullPage | Pdf | Changes | More
Choice = SetLanguage | Listen | SetLook | OpenFor
Callback = (
    LinkCallback | Choice | EditCallback | WipeCallback | AddTag | SnapshotCallback | Page | ShowTag | AccessCallback
)

LINK_LETTERS: Mapping[str, type[Recapture | Retry | Delete | Restore | AskEvidence]] = {
    "r": Recapture,
    "t": Retry,
    "d": Delete,
    "u": Restore,
    "e": AskEvidence,
}
SNAPSHOT_LETTERS: Mapping[str, type[SnapshotCallback]] = {"f": FullPage, "k": Pdf, "w": Changes, "mo": More}
EDIT_LETTERS: Mapping[str, type[Undo | TagMenu | DeleteTag | DropAlias | DropRule | ApplyRule]] = {
    "un": Undo,
    "tm": TagMenu,
    "td": DeleteTag,
    "ad": DropAlias,
    "rd": DropRule,
    "ra": ApplyRule,
}
WIPE_LETTERS: Mapping[str, type[WipeCallback]] = {
    "ag": AskForGood,
    "dg": DeleteForGood,
    "ae": AskEmpty,
    "eb": EmptyBin,
    "fg": Forget,
}
ACCESS_LETTERS: Mapping[str, type[AccessCallback]] = {"sd": DropShare, "kd": DropToken}
ROW_LETTERS = {**LINK_LETTERS, **EDIT_LETTERS, **WIPE_LETTERS, **ACCESS_LETTERS}
LETTERS: Mapping[str, type[Callback]] = {
    **EDIT_LETTERS,
    **WIPE_LETTERS,
    **ACCESS_LETTERS,
    "tj": MergeTags,
    "a": AddTag,
    **LINK_LETTERS,
    **SNAPSHOT_LETTERS,
    "c": CaptureAs,
    "wd": WatchEvery,
    "vs": Versions,
    "p": Page,
    "g": ShowTag,
    "l": SetLanguage,
    "m": Listen,
    "v": SetLook,
    "o": OpenFor,
}


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
    letter = next(letter for letter, made in LETTERS.items() if isinstance(callback, made))
    return ":".join((letter, *(str(getattr(callback, part.name)) for part in fields(callback))))


def _read(letter: str, rest: str) -> Callback | None:
    match letter:
        case "p":
            return _read_page(rest)
        case "a" | "c" | "tj" | "wd" | "vs":
            return _read_pair(letter, rest)
        case "f" | "k" | "w" | "mo":
            return SNAPSHOT_LETTERS[letter](rest) if PERMALINK_ID.fullmatch(rest) else None
        case "g" | "l" | "m" | "v" | "o":
            return _read_choice(letter, rest)
    row_id = _read_number(rest, MAX_ID)
    return ROW_LETTERS[letter](row_id) if letter in ROW_LETTERS and row_id else None


def _read_choice(letter: str, rest: str) -> Callback | None:
    match letter:
        case "g" if _is_tag(rest):
            return ShowTag(rest)
        case "l" if rest in {"", *LOCALES}:
            return SetLanguage(rest)
        case "m" if rest in set(Listening):
            return Listen(Listening(rest))
        case "v" if rest in set(Look):
            return SetLook(Look(rest))
        case "o" if rest in set(Audience):
            return OpenFor(Audience(rest))
    return None


def _read_page(rest: str) -> Page | None:
    kind, _, number = rest.partition(":")
    page = _read_number(number, MAX_PAGE)
    return Page(ListKind(kind), page) if kind in set(ListKind) and page is not None else None


def _read_capture_as(rest: str) -> CaptureAs | None:
    number, _, look = rest.partition(":")
    link_id = _read_number(number, MAX_ID)
    return CaptureAs(link_id, Look(look)) if link_id and look in set(Look) else None


def _read_pair(letter: str, rest: str) -> Callback | None:
    match letter:
        case "a":
            return _read_add_tag(rest)
        case "c":
            return _read_capture_as(rest)
        case "wd" | "vs":
            return _read_numbered(letter, rest)
    return _read_merge(rest)


def _read_add_tag(rest: str) -> AddTag | None:
    number, _, name = rest.partition(":")
    link_id = _read_number(number, MAX_ID)
    return AddTag(link_id, name) if link_id and _is_tag(name) else None


def _read_numbered(letter: str, rest: str) -> Callback | None:
    number, _, other = rest.partition(":")
    link_id, count = _read_number(number, MAX_ID), _read_number(other, MAX_PAGE)
    if not link_id or count is None:
        return None
    if letter == "vs":
        return Versions(link_id, count)
    return WatchEvery(link_id, count) if count in WATCH_DAYS else None


def _read_merge(rest: str) -> MergeTags | None:
    number, _, other = rest.partition(":")
    tag_id, heir_id = _read_number(number, MAX_ID), _read_number(other, MAX_ID)
    return MergeTags(tag_id, heir_id) if tag_id and heir_id else None


def _read_number(text: str, largest: int) -> int | None:
    if not re.fullmatch(r"[0-9]{1,19}", text):
        return None
    return int(text) if int(text) <= largest else None


def _is_tag(name: str) -> bool:
    return name.isprintable() and bool(name) and not any(character.isspace() for character in name)
