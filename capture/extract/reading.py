"""The reading process: takes pages on standard input and gives articles on standard output, one after another.

A process of its own, because the extractors are heavy, block for as long as they work, and take apart what strangers
wrote: it has no secret in its environment, ends when its input ends, and is killed when a page takes it too long.
"""

import json
import logging
import resource
import struct
import sys
from base64 import b64decode
from contextlib import suppress
from dataclasses import asdict
from typing import BinaryIO

from trafilatura.meta import reset_caches

from capture.extract.article import read_article
from capture.extract.source import PageSource, Readable

LENGTH = struct.Struct(">I")
MEMORY_BYTES = 1536 * 1024 * 1024
READS_A_CACHE = 50
FIRST = (
    "<html><head><title>A page</title></head><body><article><p>The first page is slower.</p></article></body></html>"
)


def main() -> None:
    """Read until there is nothing more to read."""
    logging.disable(logging.CRITICAL)  # what extractors say of a page is nobody's business
    with suppress(ValueError, OSError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    read_article(PageSource(url="http://page.example/", html=FIRST))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    reads = 0
    while (message := take(source)) is not None:
        give(sink, json.dumps(asdict(read_article(open_source(message))), ensure_ascii=False))
        reads += 1
        if reads % READS_A_CACHE == 0:
            reset_caches()


def take(source: BinaryIO) -> bytes | None:
    """The next message; None where there will be no more."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return source.read(LENGTH.unpack(head)[0])


def give(sink: BinaryIO, text: str) -> None:
    """Send one message."""
    content = text.encode("utf-8", "replace")
    sink.write(LENGTH.pack(len(content)) + content)
    sink.flush()


def open_source(message: bytes) -> PageSource:
    """A page as it was packed."""
    fields = json.loads(message)
    readable = fields.pop("readable")
    body = b64decode(fields.pop("body"))
    return PageSource(readable=Readable(**readable) if readable else None, body=body, **fields)


if __name__ == "__main__":
    main()
