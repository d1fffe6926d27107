"""Where files are handed in to be read: starts the reading process, waits for it, ends it when it takes too long."""

import asyncio
import json
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE
from base64 import b64decode
from contextlib import suppress

from pydantic import TypeAdapter

from capture.files.source import FileReading, FileSource
from capture.reader import environment

COMMAND = (sys.executable, "-P", "-m", "capture.files.reading")
LENGTH = struct.Struct(">I")
MOST_ANSWER = 64 * 1024 * 1024
READING = TypeAdapter(FileReading)


async def read_in_process(source: FileSource, seconds: float) -> FileReading | None:
    """What a file is; None where the reading process did not survive it. TimeoutError where it takes too long."""
    head = json.dumps({"name": source.name, "media_type": source.media_type, "charset": source.charset}).encode()
    process = await asyncio.create_subprocess_exec(
        *COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment(), start_new_session=True
    )
    try:
        async with asyncio.timeout(seconds):
            answer, _ = await process.communicate(LENGTH.pack(len(head)) + head + source.content)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode or not answer or len(answer) > MOST_ANSWER:
        return None
    fields = json.loads(answer)
    return READING.validate_python(fields | {"picture": b64decode(fields["picture"])})
