"""Sends a blob: conditional requests, ranges, HEAD, and the same headers on every one of these answers."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.web.ranges import Span, parse_range
from models.blobs import BlobStore

_SLOWEST_READER_SECONDS = 60  # for one chunk; who reads slower holds a file open for nothing

_LARGE_BYTES = 256 * 1024  # below that, two requests take longer than one

_FOR_EVER = "private, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Content:
    """A blob and how to present it."""

    sha256: str
    bytes: int
    headers: Mapping[str, str]  # type, disposition and header set
    is_pinned: bool = False  # asked for by its hash: these bytes never change


async def send_content(request: web.Request, content: Content, blobs: BlobStore) -> web.StreamResponse:
    """Answer with the blob, the asked part of it, or the word that it has not changed."""
    headers = {
        **content.headers,
        "ETag": f'"{content.sha256}"',
        "Accept-Ranges": "bytes",
        # The address may be revoked at any moment, so every use asks; the ETag makes asking cheap.
        "Cache-Control": _FOR_EVER if content.is_pinned else "private, no-cache",
    }
    if _is_known(request, content.sha256):
        return web.Response(status=304, headers=headers)
    if address := _find_elsewhere(request, content, blobs):
        return web.Response(status=302, headers=headers | {"Location": address, "Cache-Control": "no-store"})
    span = _asked_span(request, content)
    if span is None:
        return await _send_span(request, content, blobs, Span(0, content.bytes), _Head(200, headers))
    if not span.is_satisfiable:
        return web.Response(status=416, headers=headers | {"Content-Range": f"bytes */{content.bytes}"})
    headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{content.bytes}"
    return await _send_span(request, content, blobs, span, _Head(206, headers))


@dataclass(frozen=True, slots=True)
class _Head:
    status: int
    headers: Mapping[str, str]


def _is_known(request: web.Request, sha256: str) -> bool:
    return any(etag.value in {sha256, "*"} for etag in request.if_none_match or ())


def _find_elsewhere(request: web.Request, content: Content, blobs: BlobStore) -> str:
    """Where a visitor gets a large download from the store itself; a script of ours may only ask our own origin."""
    is_download = content.headers.get("Content-Disposition", "").startswith("attachment")
    is_followed = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if request.method != "GET" or not is_download or not is_followed or content.bytes < _LARGE_BYTES:
        return ""
    answer = {name: content.headers[name] for name in ("Content-Type", "Content-Disposition")}
    return blobs.direct_address(content.sha256, answer)


def _asked_span(request: web.Request, content: Content) -> Span | None:
    condition = request.headers.get("If-Range")
    if condition is not None and condition != f'"{content.sha256}"':
        return None
    return parse_range(request.headers.get("Range", ""), content.bytes)


async def _send_span(
    request: web.Request, content: Content, blobs: BlobStore, span: Span, head: _Head
) -> web.StreamResponse:
    response = web.StreamResponse(status=head.status, headers=head.headers)
    response.content_length = span.length
    if request.method == "HEAD":
        return response
    chunks = blobs.stream(content.sha256, span.start, span.end)
    chunk = await anext(chunks, b"")  # before the head goes out: a blob that is not there is still a clear error
    await response.prepare(request)
    while chunk:
        if not await write_chunk(response, chunk):
            return response
        chunk = await anext(chunks, b"")
    await response.write_eof()
    return response


async def write_chunk(response: web.StreamResponse, chunk: bytes) -> bool:
    """Whether the visitor took the chunk; one who left or stalls gets the connection closed."""
    try:
        async with asyncio.timeout(_SLOWEST_READER_SECONDS):
            await response.write(chunk)
    except (ConnectionError, TimeoutError):
        response.force_close()
        return False
    return True
