"""Joins what the freezing script wrote with the bodies that were recorded: a document and what it shows."""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from urllib.parse import unquote_to_bytes, urldefrag

from capture.media_types import decode_css, sniff_picture
from capture.recorder import Body
from capture.stylesheets import NOTHING, rewrite_css, with_fragment
from capture.types import Resource

Part = str | tuple[str, ...]  # a text, or a reference: what it is, and what it says

ASSETS = "assets/"  # where the page finds its bodies, beside itself; the same in style sheets
INLINE_BYTES = 8 * 1024  # data: URLs up to this length stay where they are
CSS_TYPE = "text/css"


@dataclass(frozen=True, slots=True)
class FrozenFrame:
    """A document as the script wrote it."""

    parts: tuple[Part, ...]
    is_cut: bool
    frames: "tuple[FrozenFrame | None, ...]" = ()  # those that somebody else had to read

    def references(self) -> Iterator[tuple[str, ...]]:
        """Everything that has to be put in, in all frames."""
        yield from (part for part in self.parts if not isinstance(part, str))
        for frame in self.frames:
            if frame is not None:
                yield from frame.references()


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to put in."""

    bodies: Mapping[str, Body]  # by address, without fragment
    clips: Mapping[str, bytes] = field(default_factory=dict)  # pictures of places on the page
    sprites: Mapping[tuple[str, ...], str] = field(default_factory=dict)  # markup by reference
    charset: str = ""  # of the main document, for style sheets that say nothing


class Assembler:
    """Writes documents, and collects the bodies that they name."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._addresses: dict[str, str | None] = {}
        bodies = found.bodies.values()
        self._bases = tuple(body.url for body in bodies if body.resource_type in ("document", "stylesheet"))
        self.resources: dict[str, Resource] = {}  # by hash
        self.missing: set[str] = set()  # addresses that were to be shown and are not there

    def write(self, frame: FrozenFrame) -> str:
        """The document with everything put in."""
        buffers: list[list[str]] = [[]]
        for part in frame.parts:
            if isinstance(part, str):
                buffers[-1].append(part)
            elif part[0] == "open":
                buffers.append([])
            elif part[0] == "close":
                inner = "".join(buffers.pop())
                buffers[-1].append(escape_value(inner))
            else:
                buffers[-1].append(self._write(part, frame))
        return "".join(buffers[0])

    def _write(self, reference: tuple[str, ...], frame: FrozenFrame) -> str:
        match reference:
            case ("url", url, place):
                written = self._picture(url, place)
            case ("chosen", url, place, descriptor, sizes):
                written = self._chosen(url, place, descriptor, sizes)
            case ("lazy", url, fallback):
                written = self._lazy(url, fallback)
            case ("data", url):
                written = escape_value(self._data(url) or NOTHING)
            case ("clip", place):
                written = self._clip(place) or NOTHING
            case ("sheet", url):
                written = escape_value(self._address(url) or f"data:{CSS_TYPE},")
            case ("css", text, base, where):
                written = write_css(rewrite_css(text, (base, *self._bases), self._address), where)
            case ("frame", index):
                inner = frame.frames[int(index)]
                written = "" if inner is None else escape_value(self.write(inner))
            case _:
                written = self._found.sprites.get(reference, "")
        return written

    def _picture(self, url: str, place: str) -> str:
        address = self._address(url)
        if address:
            return escape_value(address)
        clip = self._clip(place)
        if not clip and place:
            self.missing.add(url)
        return clip or NOTHING

    def _chosen(self, url: str, place: str, descriptor: str, sizes: str) -> str:
        """The one candidate that was shown. Not as `src`: beside a candidate for 2x that would be one for 1x."""
        address = self._address(url)
        if not address:
            return f' src="{self._picture(url, place)}"'
        sized = f' sizes="{escape_value(sizes)}"' if sizes else ""
        return f' srcset="{escape_value(f"{address} {descriptor}")}"{sized}'

    def _lazy(self, url: str, fallback: str) -> str:
        address = self._address(url)
        if address is None and fallback:
            address = self._data(fallback) if fallback.startswith("data:") else self._address(fallback)
        return escape_value(address or NOTHING)

    def _clip(self, place: str) -> str:
        content = self._found.clips.get(place)
        return self._keep("", "image/jpeg", content) if content else ""

    def _data(self, url: str) -> str | None:
        if len(url) <= INLINE_BYTES:
            return url
        content = decode_data_url(url)
        media_type = sniff_picture(content)
        return with_fragment(self._keep("", media_type, content), url) if media_type else url

    def _address(self, url: str) -> str | None:
        """Where the page finds the body of an address; None where there is none."""
        if url.startswith("data:"):
            return self._data(url)
        address = urldefrag(url).url
        if address not in self._addresses:
            self._addresses[address] = None  # while it is written: sheets may import one another in circles
            body = self._found.bodies.get(address)
            self._addresses[address] = self._keep_body(body) if body is not None else None
        place = self._addresses[address]
        return with_fragment(place, url) if place else None

    def _keep_body(self, body: Body) -> str | None:
        if body.resource_type == "stylesheet":
            text = decode_css(body.content, body.content_type, self._found.charset)
            written = rewrite_css(text, (body.url, *self._bases), self._address)
            return self._keep(body.url, CSS_TYPE, written.encode("utf-8", "replace"))
        media_type = sniff_picture(body.content)
        return self._keep(body.url, media_type, body.content) if media_type else None

    def _keep(self, url: str, media_type: str, content: bytes) -> str:
        name = sha256(content).hexdigest()
        self.resources.setdefault(name, Resource(url, media_type, content))
        return f"{ASSETS}{name}"


def write_css(text: str, where: str) -> str:
    """Style in an attribute, in a <style> of HTML, or in one of SVG, where it is text like any other."""
    if where == "value":
        return escape_value(text)
    if where == "text":
        return escape(text, quote=False)
    return re.sub(r"</(?=style)", r"<\\/", text, flags=re.IGNORECASE)


def escape_value(text: str) -> str:
    """A text between the double quotes of an attribute."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def decode_data_url(url: str) -> bytes:
    """What a data: URL holds; nothing where it cannot be read."""
    head, _, content = url.partition(",")
    decoded = unquote_to_bytes(urldefrag(content).url)
    if not head.lower().rstrip().endswith(";base64"):
        return decoded
    try:
        return base64.b64decode(decoded + b"===", validate=False)
    except ValueError:
        return b""
