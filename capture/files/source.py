"""What goes into the reading of a file, and what comes out; plain values, for they cross into another process."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file as the network gave it."""

    name: str
    media_type: str  # as the server says, lower-cased, without parameters
    charset: str  # as the server says
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What a file turned out to be."""

    media_type: str  # by its own bytes, where they tell
    title: str = ""
    author: str = ""
    published: str = ""  # ISO 8601
    facts: tuple[str, ...] = ()  # such as "1920 × 1080", "3:25"
    text: str = field(default="", repr=False)
    is_prose: bool = False  # the text is to be read, not to be looked at letter by letter
    picture: bytes = field(default=b"", repr=False)  # JPEG
    width: int | None = None
    height: int | None = None
    is_too_large_to_draw: bool = False
    is_undrawn: bool = False  # there is something to see that nobody here could draw
