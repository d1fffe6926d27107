"""The reading of one file: gets it on standard input, gives what it is on standard output, and ends.

A process of its own, because what strangers made is taken apart here by libraries written in C: it has no secret in its
environment, little memory and time, and takes nobody down with it.
"""

import json
import logging
import resource
import struct
import sys
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict

from capture.files.archives import read_archive
from capture.files.images import read_image
from capture.files.pdf import read_pdf
from capture.files.sniff import sniff_type
from capture.files.sounds import read_media
from capture.files.source import FileReading, FileSource
from capture.files.texts import read_json, read_plain, read_xml

LENGTH = struct.Struct(">I")
MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 25

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


def main() -> None:
    """Read one file and end."""
    logging.disable(logging.CRITICAL)
    with suppress(ValueError, OSError):  # not every system has these limits
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    stream = sys.stdin.buffer
    head = json.loads(stream.read(LENGTH.unpack(stream.read(LENGTH.size))[0]))
    reading = read_file(FileSource(content=stream.read(), **head))
    fields = asdict(reading) | {"picture": b64encode(reading.picture).decode("ascii")}
    sys.stdout.buffer.write(json.dumps(fields).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
