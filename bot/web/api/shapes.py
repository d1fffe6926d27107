"""What goes in and comes out, as pydantic models: they read the requests, and the OpenAPI document is made of them."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.parsing.tags import parse_tag

_MAX_NOTE = 4096  # characters; a message in the chat has no more
_MAX_TAGS = 64
_SEPARATORS = re.compile(r"[\s,，、]+")


def _split(value: object) -> object:
    """Forms and shortcuts have one field: "#later, reading"."""
    if value is None:
        return []
    return [word for word in _SEPARATORS.split(value) if word] if isinstance(value, str) else value


def _read_tags(names: list[str]) -> list[str]:
    for name in names:
        if parse_tag(name) is None:
            raise ValueError(f"{name[:64]!r} is no tag: letters, digits and _ make one, without spaces")
    return [tag for name in names if (tag := parse_tag(name)) is not None]


def _read_note(value: object) -> object:
    return "" if value is None else value


TagNames = Annotated[
    list[str],
    BeforeValidator(_split, json_schema_input_type=Annotated[list[str], Field(max_length=_MAX_TAGS)] | str | None),
    AfterValidator(_read_tags),
    Field(max_length=_MAX_TAGS, description="Names, with or without #"),
]
_NoteGiven = Annotated[str, Field(max_length=_MAX_NOTE)] | None
Note = Annotated[str, BeforeValidator(_read_note, json_schema_input_type=_NoteGiven), Field(max_length=_MAX_NOTE)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class NewLink(_Shape):
    """A link to keep."""

    url: Annotated[
        str,
        Field(
            min_length=1, description="Address of the page; http and https only", examples=["https://example.com/page"]
        ),
    ]
    tags: TagNames = []
    note: Note = ""


class Change(_Shape):
    """What a link is labelled with from now on; what is left out stays."""

    tags: TagNames = []
    note: Note = ""


class FoundLinkShape(_Shape):
    """A link in a list."""

    id: int
    permalink: str
    url: str
    title: str
    site: str
    saved_at: str
    status: str
    label: str | None
    http_status: int | None
    excerpt: str
    tags: list[str]
    note: str


class LinkList(_Shape):
    """A page of links."""

    links: list[FoundLinkShape]
    next_cursor: str | None = Field(description="Give it as `cursor` for the next page; null on the last one")
    problems: list[str] = Field(description="What of `q` made no sense and was left out, in words")


class ArtifactShape(_Shape):
    """One stored thing of a snapshot."""

    kind: str
    media_type: str
    bytes: int
    sha256: str
    width: int | None = None
    height: int | None = None
    from_person: bool = False


class VersionShape(_Shape):
    """One of the captures of a link."""

    version: int
    permalink: str
    status: str
    captured_at: str | None


class LinkShape(_Shape):
    """A link with its newest snapshot, as `/s/{p}.json` describes it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: int
    permalink: str
    url: str
    final_url: str | None
    title: str
    site: str
    captured_at: str | None
    saved_at: str | None
    status: str
    label: str | None
    error: str | None
    http_status: int | None
    excerpt: str
    artifacts: list[ArtifactShape]
    version: int
    versions: list[VersionShape]
    tags: list[str]
    note: str


class LibraryShape(_Shape):
    """A library in which the caller may work."""

    id: int
    title: str
    is_own: bool


class Libraries(_Shape):
    """Their own first, then those of their groups."""

    libraries: list[LibraryShape]


class Problem(_Shape):
    """What went wrong: a code for machines, a sentence for people."""

    code: str
    message: str


class Failure(_Shape):
    """Every answer that is no success."""

    error: Problem
