"""Errands: a piece of work on what strangers made, in a process of its own that ends with it.

It has no secret in its environment, little memory and time, and takes nobody down with it.
"""

import asyncio
import json
import logging
import resource
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from capture.reader import environment

MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 25
MOST_ANSWER = 64 * 1024 * 1024
LENGTH = struct.Struct(">I")

Fields = Mapping[str, Any]  # as JSON has them; each side reads them into a type of its own


async def run_errand(module: str, head: Fields, content: bytes, seconds: float) -> Fields | None:
    """What a module answers; None where its process did not survive it. TimeoutError where it takes too long."""
    packed = json.dumps(head).encode("utf-8", "replace")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module),
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment(), start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            answer, _ = await process.communicate(LENGTH.pack(len(packed)) + packed + content)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode or not answer or len(answer) > MOST_ANSWER:
        return None
    fields: Fields = json.loads(answer)
    return fields


def do_errand(work: Callable[[Fields, bytes], Fields], most_bytes: int = MEMORY_BYTES) -> None:
    """In the process: take what is wanted from standard input, do it, and give the answer to standard output.

    `most_bytes` is what it may have of its own, without the libraries that are mapped.
    """
    logging.disable(logging.CRITICAL)
    with suppress(ValueError, OSError):  # not every system has these limits
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    stream = sys.stdin.buffer
    head = json.loads(stream.read(LENGTH.unpack(stream.read(LENGTH.size))[0]))
    answer = work(head, stream.read())
    sys.stdout.buffer.write(json.dumps(answer).encode("utf-8", "replace"))
