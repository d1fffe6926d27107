"""Freezes the live page as static HTML that needs nothing but the bodies that were recorded."""

import asyncio
from asyncio import Semaphore
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag

from playwright.async_api import Error as PlaywrightError
from pydantic import TypeAdapter

from capture.clips import clip_places, shown_places
from capture.egress.fetch import download
from capture.errors import CaptureError
from capture.frames import Frame, find_closed_roots, open_frames
from capture.frozen import Assembler, Found, FrozenFrame, Part
from capture.groups import TaskGroup
from capture.media_types import charset_of, decode_css
from capture.recorder import Body, Recorder
from capture.types import Resource
from capture.visit import Visit
from capture.world import load_script

BODY_SECONDS = 2.0  # for bodies that are still on their way from the browser
LAZY_SECONDS = 4.0
SPRITE_SECONDS = 3.0
DISABLE_SECONDS = 0.5
LAZY_BYTES = 5 * 1024 * 1024
MAX_LAZY = 24
MAX_COMPARED = 3_000_000  # bytes of style sheets
MAX_NODES = 600_000
MAX_TEXT = 40_000_000
SCRIPT_MS = 8_000
RULE_MAKERS = (b"insertRule", b"deleteRule", b"cssRules", b"replaceSync")  # what a script says that changes a sheet
SPRITES = TypeAdapter(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Written:
    """What the script returns."""

    parts: tuple[Part, ...]
    count: int
    is_cut: bool


WRITTEN = TypeAdapter(Written)


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """The archived page."""

    html: bytes = field(repr=False)
    resources: tuple[Resource, ...]
    missing: int  # addresses that were to be shown and are not there
    is_cut: bool


async def freeze_page(visit: Visit, recorder: Recorder) -> FrozenPage:
    """Write the page down as it now is; the browser's own errors and TimeoutError where it does not let us."""
    frame = await freeze(visit, recorder)
    await recorder.wait_for_shown(BODY_SECONDS)
    bodies = recorder.bodies()
    bodies |= await fetch_lazy(visit, lazy_addresses(frame, bodies))
    found = Found(
        bodies,
        await clip_places(visit, shown_places(frame.references(), bodies)),
        await find_sprites(visit, frame, bodies),
        main_charset(visit, bodies),
    )
    return await asyncio.to_thread(assemble, frame, found)


def assemble(frame: FrozenFrame, found: Found) -> FrozenPage:
    """Put everything together; runs in a thread."""
    assembler = Assembler(found)
    html = assembler.write(frame).encode("utf-8", "replace")
    is_cut = frame.is_cut or any(inner.is_cut for inner in frame.frames if inner is not None)
    return FrozenPage(html, tuple(assembler.resources.values()), len(assembler.missing), is_cut)


async def freeze(visit: Visit, recorder: Recorder) -> FrozenFrame:
    """The document and all its frames, as our script writes them down."""
    session = visit.room.session
    try:
        main = await open_frames(visit.room)
        await find_closed_roots(main)
        return await freeze_frame(main, changed_sheets(recorder.bodies()))
    finally:
        with suppress(PlaywrightError, TimeoutError):  # a page that hangs does not answer this either
            async with asyncio.timeout(DISABLE_SECONDS):
                await session.send("DOM.disable")


async def freeze_frame(frame: Frame, recorded: Mapping[str, str], *, is_frame: bool = False) -> FrozenFrame:
    """One document, and those in it that only they themselves can read."""
    options = {
        "frames": len(frame.owners),
        "is_frame": is_frame,
        "recorded": recorded,
        "max_nodes": MAX_NODES,
        "max_text": MAX_TEXT,
        "deadline_ms": SCRIPT_MS,
    }
    written = WRITTEN.validate_json(await frame.call(freezing_script(), options, (*frame.owners, *frame.roots)))
    inner = [await freeze_inner(child, recorded) for child in frame.children]
    return FrozenFrame(written.parts, written.is_cut, tuple(inner))


async def freeze_inner(frame: Frame, recorded: Mapping[str, str]) -> FrozenFrame | None:
    """A frame's document; one that does not let itself be read is left empty."""
    try:
        return await freeze_frame(frame, recorded, is_frame=True)
    except (PlaywrightError, ValueError):
        return None


def freezing_script() -> str:
    """The script with its parts."""
    styles, media = load_script("freeze_styles.js"), load_script("freeze_media.js")
    return f"(...given) => ({load_script('freeze.js')})(({styles}), ({media}), ...given)"


def changed_sheets(bodies: Mapping[str, Body]) -> dict[str, str]:
    """The texts of style sheets, where some script may have changed the rules that were made of them."""
    scripts = (body.content for body in bodies.values() if body.resource_type in ("script", "document"))
    if not any(word in script for script in scripts for word in RULE_MAKERS):
        return {}
    sheets = {url: body for url, body in bodies.items() if body.resource_type == "stylesheet"}
    if sum(len(body.content) for body in sheets.values()) > MAX_COMPARED:
        return {}
    return {url: decode_css(body.content, body.content_type, "utf-8") for url, body in sheets.items()}


def lazy_addresses(frame: FrozenFrame, bodies: Mapping[str, Body]) -> list[str]:
    """Pictures that a script would have put in, had it come to that."""
    meant = (urldefrag(part[1]).url for part in frame.references() if part[0] == "lazy")
    return list(dict.fromkeys(url for url in meant if url not in bodies and url.startswith("http")))[:MAX_LAZY]


async def fetch_lazy(visit: Visit, addresses: Sequence[str]) -> dict[str, Body]:
    """Get them through the same gate, as far as that goes in time."""
    fetched: dict[str, Body] = {}
    free = Semaphore(6)

    async def fetch(url: str) -> None:
        with suppress(CaptureError):
            async with free:
                got = await download(
                    visit.room.gate,
                    url,
                    max_bytes=LAZY_BYTES,
                    seconds=LAZY_SECONDS,
                    headers={"Referer": visit.document.url},
                )
            if got.status == 200:
                fetched[url] = Body(got.final_url, got.media_type, got.content, "image")

    if addresses:
        with suppress(TimeoutError):
            async with asyncio.timeout(visit.budget.hard(LAZY_SECONDS)), TaskGroup() as tasks:
                for url in addresses:
                    tasks.create_task(fetch(url), name="lazy picture")
    return fetched


async def find_sprites(visit: Visit, frame: FrozenFrame, bodies: Mapping[str, Body]) -> dict[tuple[str, ...], str]:
    """The markup of drawings that are used out of other files."""
    used = [part for part in frame.references() if part[0] == "sprite" and part[1] in bodies]
    wanted = [
        {"text": bodies[file].content.decode("utf-8", "replace"), "id": unquote(name), "name": new}
        for _, file, name, new in used
    ]
    if not wanted:
        return {}
    try:
        written = await visit.world.call("sprites.js", wanted, SPRITES, visit.budget.hard(SPRITE_SECONDS))
    except (TimeoutError, PlaywrightError):
        return {}
    return dict(zip(used, written, strict=False))


def main_charset(visit: Visit, bodies: Mapping[str, Body]) -> str:
    """The encoding of the main document, as its server says."""
    body = bodies.get(urldefrag(visit.document.url).url)
    return charset_of(body.content_type) if body else ""
