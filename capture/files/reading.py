"""The reading of one file: an errand, done in a process of its own (see `capture.errand`)."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict

import pyvips

from capture.errand import Fields, do_errand
from capture.files.archives import read_archive
from capture.files.images import read_image
from capture.files.pdf import read_pdf
from capture.files.sniff import sniff_type
from capture.files.sounds import read_media
from capture.files.source import FileReading, FileSource
from capture.files.texts import read_json, read_plain, read_xml

MOST_BYTES = 144 * 1024**2  # beside the service, which is to stay below 400 MiB with it; browsers show what needs more
Read = Callable[[FileSource, str], FileReading]

# Who reads what; the first whose word stands in the media type does.
READERS: tuple[tuple[str, Read], ...] = (
    ("application/pdf", read_pdf),
    ("image/", read_image),
    ("audio/", read_media),
    ("video/", read_media),
    ("json", read_json),
    ("openxmlformats", read_archive),
    ("opendocument", read_archive),
    ("epub", read_archive),
    ("application/zip", read_archive),
    ("xml", read_xml),
    ("text/", read_plain),
    ("javascript", read_plain),
    ("yaml", read_plain),
)


def read_file(source: FileSource) -> FileReading:
    """What a file is, by its own bytes first."""
    media_type = sniff_type(source.content, source.media_type, source.name)
    for word, read in READERS:
        if word in media_type:
            return read(source, media_type)
    return FileReading(media_type=media_type)


def answer(head: Fields, content: bytes) -> Fields:
    """Read one file."""
    reading = read_file(FileSource(content=content, **head))
    return asdict(reading) | {"picture": b64encode(reading.picture).decode("ascii")}


if __name__ == "__main__":
    pyvips.concurrency_set(1)  # each thread's stack counts
    do_errand(answer, MOST_BYTES)
