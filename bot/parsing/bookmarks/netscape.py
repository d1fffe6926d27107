"""The bookmarks file of browsers, which Shiori, linkding, Pocket and most others write, too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_NO_FOLDER = ("personal_toolbar_folder", "unfiled_bookmarks_folder")  # every browser has these, and nobody made them


@dataclass(slots=True)
class Entry:
    """A link with its attributes, its words, what is said of it, and the folders around it."""

    attributes: Mapping[str, str]
    folders: tuple[str, ...]
    title: str = ""
    note: str = ""


@dataclass(slots=True)
class _State:
    entries: list[Entry] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    heading: str | None = None  # of the folder that is about to begin
    said: str = ""  # which part the words belong to


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.state = _State()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        state, attributes = self.state, {name: value or "" for name, value in attrs}
        match tag:
            case "a":
                state.entries.append(Entry(attributes, tuple(filter(None, state.folders))))
            case "h3":
                state.heading = None if any(name in attributes for name in _NO_FOLDER) else ""
            case "dl":
                state.folders.append(state.heading or "")
                state.heading = None
        state.said = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "dl" and self.state.folders:
            self.state.folders.pop()
        self.state.said = ""

    def handle_data(self, data: str) -> None:
        state = self.state
        match state.said:
            case "a":
                state.entries[-1].title += data
            case "dd" if state.entries:
                state.entries[-1].note += data
            case "h3" if state.heading is not None:
                state.heading += data


def read_netscape(text: str) -> Iterator[Entry]:
    """Every link of a bookmarks file, in its order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    yield from reader.state.entries
