"""What a button carries: typed values on this side, at most 64 bytes on Telegram's.

Nothing in here is trusted: whoever handles a callback asks for the link *of this chat*. The query of a list
is not carried, it may be longer than a button can hold: it stands in the first line of the list itself
(`bot.views.lists.read_query`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from bot.i18n import LOCALES
from models.ids import LAST_ID

MAX_CALLBACK_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data
MAX_PAGE = 99_999
WATCH_DAYS = (0, 1, 7)


def _check_tag(name: str) -> str:
    if not name.isprintable() or not name or any(character.isspace() for character in name):
        raise ValueError("no tag")
    return name


def _check_days(days: int) -> int:
    if days not in WATCH_DAYS:
        raise ValueError("no such pause")
    return days


def _check_language(code: str) -> str:
    if code not in {"", *LOCALES}:
        raise ValueError("no such language")
    return code


RowId = Annotated[int, Field(ge=1, le=LAST_ID)]
PageNumber = Annotated[int, Field(ge=0, le=MAX_PAGE)]  # counted from 0
PermalinkId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,43}$")]
TagName = Annotated[str, AfterValidator(_check_tag)]
Days = Annotated[int, AfterValidator(_check_days)]
LanguageCode = Annotated[str, AfterValidator(_check_language)]


class ListKind(StrEnum):
    """Which list a page belongs to."""

    FIND = "find"
    MEANT = "meant"  # of what was probably meant, where nothing was found
    RECENT = "recent"
    TAGS = "tags"
    BIN = "bin"
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

    link_id: RowId


@dataclass(frozen=True, slots=True)
class Retry:
    """Try a capture again that did not come out well."""

    link_id: RowId


@dataclass(frozen=True, slots=True)
class FullPage:
    """Send the whole picture of one snapshot as a file."""

    permalink_id: PermalinkId


@dataclass(frozen=True, slots=True)
class Pdf:
    """Send one snapshot's PDF as a file."""

    permalink_id: PermalinkId


@dataclass(frozen=True, slots=True)
class Changes:
    """Say what changed in one snapshot since the version before."""

    permalink_id: PermalinkId


@dataclass(frozen=True, slots=True)
class More:
    """Show the further buttons of one snapshot's answer."""

    permalink_id: PermalinkId


@dataclass(frozen=True, slots=True)
class WatchEvery:
    """Watch a link so many days apart; 0 ends it."""

    link_id: RowId
    days: Days


@dataclass(frozen=True, slots=True)
class Versions:
    """List the versions of a link, a page of them; counted from 0."""

    link_id: RowId
    page: PageNumber


@dataclass(frozen=True, slots=True)
class Page:
    """Show a page of a list in place; counted from 0."""

    kind: ListKind
    page: PageNumber


@dataclass(frozen=True, slots=True)
class ShowTag:
    """List the links that bear a tag."""

    name: TagName


@dataclass(frozen=True, slots=True)
class Delete:
    """Put a link into the bin."""

    link_id: RowId


@dataclass(frozen=True, slots=True)
class Restore:
    """Take a link out of the bin."""

    link_id: RowId


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak this language in the chat; "" means the language of whoever writes."""

    code: LanguageCode


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

    link_id: RowId
    look: Look


@dataclass(frozen=True, slots=True)
class AskEvidence:
    """Ask for what the person sees where we saw something else."""

    link_id: RowId


@dataclass(frozen=True, slots=True)
class AddTag:
    """Give a link a tag that was suggested."""

    link_id: RowId
    name: TagName


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back something that was destroyed."""

    deed_id: RowId


@dataclass(frozen=True, slots=True)
class TagMenu:
    """Show what can be done with a tag."""

    tag_id: RowId


@dataclass(frozen=True, slots=True)
class RenameTag:
    """Ask for a tag's new name."""

    tag_id: RowId


@dataclass(frozen=True, slots=True)
class DeleteTag:
    """Take a tag off all links."""

    tag_id: RowId


@dataclass(frozen=True, slots=True)
class MergeTags:
    """Let one tag go into another."""

    tag_id: RowId
    heir_id: RowId


@dataclass(frozen=True, slots=True)
class DropAlias:
    """Forget another name of a tag."""

    alias_id: RowId


@dataclass(frozen=True, slots=True)
class DropRule:
    """Forget a rule."""

    rule_id: RowId


@dataclass(frozen=True, slots=True)
class ApplyRule:
    """Apply a rule to the links that are kept already."""

    rule_id: RowId


@dataclass(frozen=True, slots=True)
class AskForGood:
    """Ask whether a link of the bin shall go for good."""

    link_id: RowId


@dataclass(frozen=True, slots=True)
class DeleteForGood:
    """Delete a link of the bin for good."""

    link_id: RowId


@dataclass(frozen=True, slots=True)
class AskEmpty:
    """Ask whether all of the bin shall go for good."""

    count: RowId


@dataclass(frozen=True, slots=True)
class EmptyBin:
    """Delete all of the bin for good, provided that it holds so many."""

    count: RowId


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget a person."""

    person_id: RowId


@dataclass(frozen=True, slots=True)
class DropToken:
    """Revoke an API token."""

    token_id: RowId


@dataclass(frozen=True, slots=True)
class DropShare:
    """Take back an address that was shared."""

    share_id: RowId


@dataclass(frozen=True, slots=True)
class Admit:
    """Let somebody in who has knocked."""

    person_id: RowId


@dataclass(frozen=True, slots=True)
class TurnAway:
    """Let somebody in no longer."""

    person_id: RowId


@dataclass(frozen=True, slots=True)
class DropFeed:
    """Take back a feed."""

    feed_id: RowId


AccessCallback = DropShare | DropToken | DropFeed | Admit | TurnAway
EditCallback = Undo | TagMenu | RenameTag | DeleteTag | MergeTags | DropAlias | DropRule | ApplyRule
WipeCallback = AskForGood | DeleteForGood | AskEmpty | EmptyBin | Forget
LinkCallback = Recapture | Retry | Delete | Restore | AskEvidence | CaptureAs | WatchEvery | Versions
SnapshotCallback = FullPage | Pdf | Changes | More
Choice = SetLanguage | Listen | SetLook | OpenFor
Callback = (
    LinkCallback | Choice | EditCallback | WipeCallback | AddTag | SnapshotCallback | Page | ShowTag | AccessCallback
)

LETTERS: Mapping[str, type[Callback]] = {
    "a": AddTag,
    "ad": DropAlias,
    "ae": AskEmpty,
    "ag": AskForGood,
    "c": CaptureAs,
    "d": Delete,
    "dg": DeleteForGood,
    "e": AskEvidence,
    "eb": EmptyBin,
    "f": FullPage,
    "fd": DropFeed,
    "fg": Forget,
    "g": ShowTag,
    "k": Pdf,
    "kd": DropToken,
    "l": SetLanguage,
    "m": Listen,
    "mo": More,
    "no": TurnAway,
    "o": OpenFor,
    "ok": Admit,
    "p": Page,
    "r": Recapture,
    "ra": ApplyRule,
    "rd": DropRule,
    "sd": DropShare,
    "t": Retry,
    "td": DeleteTag,
    "tj": MergeTags,
    "tm": TagMenu,
    "tr": RenameTag,
    "u": Restore,
    "un": Undo,
    "v": SetLook,
    "vs": Versions,
    "w": Changes,
    "wd": WatchEvery,
}
READERS: Mapping[str, TypeAdapter[Callback]] = {letter: TypeAdapter(made) for letter, made in LETTERS.items()}


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
    if letter not in READERS:
        return None
    names = [part.name for part in fields(LETTERS[letter])]
    values = rest.split(":", len(names) - 1)  # the last one may be a tag with colons
    try:
        callback = READERS[letter].validate_strings(dict(zip(names, values, strict=False)))
    except ValidationError:
        return None
    return callback if _write(callback) == data and fits(callback) else None


def _write(callback: Callback) -> str:
    letter = next(letter for letter, made in LETTERS.items() if type(callback) is made)
    return ":".join((letter, *(str(getattr(callback, part.name)) for part in fields(callback))))
