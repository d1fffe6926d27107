"""Where files are handed in to be read, in a process of their own: PDFium, libvips and lxml take them apart there."""

from base64 import b64decode

from pydantic import TypeAdapter

from capture.errand import run_errand
from capture.files.source import FileReading, FileSource

MODULE = "capture.files.reading"
READING = TypeAdapter(FileReading)


async def read_in_process(source: FileSource, seconds: float) -> FileReading | None:
    """What a file is; None where the reading process did not survive it. TimeoutError where it takes too long."""
    head = {"name": source.name, "media_type": source.media_type, "charset": source.charset}
    fields = await run_errand(MODULE, head, source.content, seconds)
    return READING.validate_python({**fields, "picture": b64decode(fields["picture"])}) if fields else None
