"""What is not a page is kept as the file that it is, with what it says of itself and something to look at."""

import asyncio
from contextlib import suppress
from email.message import Message
from hashlib import sha256

from playwright.async_api import Error as PlaywrightError
from pydantic import TypeAdapter

from capture.artifacts.maker import Made
from capture.artifacts.pictures import make_pictures
from capture.artifacts.screenshot import take_picture
from capture.egress.fetch import Downloaded, download
from capture.errors import CaptureError, TooLarge
from capture.extract.metadata import extract_file_facts
from capture.files.desk import read_in_process
from capture.files.facts import describe_file
from capture.files.source import FileReading, FileSource
from capture.files.view import render_view
from capture.room import user_agent
from capture.types import Artifact, ArtifactFailure, ArtifactKind
from capture.visit import Visit

FILE_BYTES = 50 * 1024 * 1024
FILE_SECONDS = 30.0
READING_SECONDS = 20.0
PICTURE_SECONDS = 12.0
VIEW_SECONDS = 5.0
IS_SHOWN = TypeAdapter(bool)
DRAWN_TOO_LARGE = ArtifactFailure(ArtifactKind.SCREENSHOT, TooLarge.code)


class FileMaker:
    """The file behind an address that is no page, by plain download through the same gate."""

    kind = ArtifactKind.FILE

    def applies_to(self, visit: Visit) -> bool:
        """Only what is not a page, and was really there."""
        return visit.document.is_file

    async def make(self, visit: Visit) -> Made:
        """The bytes as the server gives them, their facts, and a picture of ours."""
        try:
            got = await self._download(visit)
        except CaptureError as error:
            if visit.document.is_download:
                raise
            pictures = await take_pictures(visit)  # the browser has shown it all the same
            return Made(pictures, failures=(ArtifactFailure(self.kind, error.code),))
        reading = await self._read(visit, got) or FileReading(media_type=got.media_type, is_undrawn=True)
        facts = describe_file(visit.document.url, visit.document.file_name, reading)
        file = Artifact(ArtifactKind.FILE, reading.media_type, got.content, reading.width, reading.height)
        pictures = await self._show(visit, reading, facts.title, got.content)
        failures = (DRAWN_TOO_LARGE,) if reading.is_too_large_to_draw else ()
        return Made((*pictures, file), facts=facts, failures=failures)

    async def _download(self, visit: Visit) -> Downloaded:
        agent = user_agent(visit.room.chromium.browser.version, is_mobile=visit.viewport.is_mobile)
        return await download(
            visit.room.gate,
            visit.document.url,
            max_bytes=FILE_BYTES,
            seconds=visit.budget.hard(FILE_SECONDS),
            headers={"User-Agent": agent},
        )

    async def _read(self, visit: Visit, got: Downloaded) -> FileReading | None:
        """What the file says; nothing where reading it takes too long or goes wrong."""
        message = Message()
        message["Content-Type"] = got.headers.get("content-type", "")
        name = extract_file_facts(visit.document.url, visit.document.file_name).title
        source = FileSource(name, got.media_type, str(message.get_content_charset("") or ""), got.content)
        try:
            return await read_in_process(source, visit.budget.hard(READING_SECONDS))
        except TimeoutError:
            return None

    async def _show(self, visit: Visit, reading: FileReading, title: str, content: bytes) -> tuple[Artifact, ...]:
        """The file's own picture, else its text as a page of ours, else its facts as one."""
        if reading.picture:
            return await asyncio.to_thread(make_pictures, reading.picture)
        if reading.is_undrawn and "image/" in reading.media_type and (shown := await take_if_there(visit)):
            return shown
        text = reading.text.strip("\n")
        html = render_view(title, text or list_facts(reading, content), is_prose=reading.is_prose or not text)
        try:
            await visit.room.page.goto("about:blank", timeout=VIEW_SECONDS * 1000)
            await visit.room.page.set_content(html, timeout=VIEW_SECONDS * 1000)
            return await take_pictures(visit)
        except (TimeoutError, PlaywrightError):
            return ()  # the file itself is what counts


def list_facts(reading: FileReading, content: bytes) -> str:
    """What can be said of a file that has nothing to be read or looked at."""
    return "\n".join(
        (reading.media_type, *reading.facts, f"{len(content):,} B", f"SHA-256 {sha256(content).hexdigest()}")
    )


async def take_if_there(visit: Visit) -> tuple[Artifact, ...]:
    """The picture that the browser shows of a picture, where it shows one."""
    with suppress(TimeoutError, PlaywrightError):
        if await visit.world.call("shows_picture.js", {}, IS_SHOWN, visit.budget.hard(VIEW_SECONDS)):
            return await take_pictures(visit)
    return ()


async def take_pictures(visit: Visit) -> tuple[Artifact, ...]:
    """The picture of what the browser shows now."""
    async with asyncio.timeout(visit.budget.hard(PICTURE_SECONDS)):
        jpeg, _ = await take_picture(visit)
    return await asyncio.to_thread(make_pictures, jpeg)
