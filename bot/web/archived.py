"""The archived page: under its sandbox, with the bodies that it shows, or all of it as one file."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import urlsplit

from aiohttp import web

from bot.services.bundling import bundle_page
from bot.services.cards import ArtifactCard, SnapshotCard
from bot.web.content import Content, send_content, write_chunk
from bot.web.filenames import bare_type, content_disposition
from bot.web.opening import get_permalink_id, path_asked
from bot.web.origins import is_content_host, lead_to_content
from bot.web.ports import PORTS
from bot.web.security import Headers, archived_headers, download_headers, origin_of

_SECONDS = 10
_HTML_TYPE = "text/html"
_SHOWN = ("image/", "font/")  # what a page may show beside style sheets


def archived_set(request: web.Request, path: str) -> Headers:
    """The header set for whatever of the snapshot that opens at this path a browser may render."""
    ports = request.app[PORTS]
    if is_content_host(request):
        return archived_headers((f"{ports.content_url.rstrip('/')}{path}/assets/",), (origin_of(ports.public_url),))
    mains = _spellings(request, ports.public_url)
    return archived_headers(tuple(f"{root}{path}/assets/" for root in mains), tuple(origin_of(root) for root in mains))


async def send_resource(request: web.Request) -> web.StreamResponse:
    """One of the bodies that this snapshot's page shows, and nothing else whatever its name."""
    ports = request.app[PORTS]
    async with asyncio.timeout(_SECONDS):
        resource = await ports.resources(await get_permalink_id(request), request.match_info["sha256"])
    lead_to_content(request)
    is_shown = resource.media_type.startswith(_SHOWN) or resource.media_type == "text/css"
    headers = {
        **archived_set(request, path_asked(request)),
        "Content-Type": _with_charset(resource.media_type) if is_shown else "application/octet-stream",
        # A sandboxed page has an origin that is nobody's, not even ours; fonts moreover are always asked for by CORS.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    return await send_content(request, Content(resource.sha256, resource.bytes, headers), ports.blobs)


async def send_bundle(
    request: web.Request, card: SnapshotCard, page: ArtifactCard, *, is_download: bool
) -> web.StreamResponse:
    """The archived page as one file, to be kept or to be shown."""
    ports = request.app[PORTS]
    async with asyncio.timeout(_SECONDS):
        resources = await ports.all_resources(card.permalink_id)
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Content-Disposition": content_disposition(card, page, is_inline=not is_download),
            "Cache-Control": "private, no-cache",
            **(download_headers() if is_download else archived_set(request, card.path)),
        }
    )
    if request.method == "HEAD":
        return response
    await _send(request, response, bundle_page(page.sha256, resources, ports.blobs))
    return response


def is_html(artifact: ArtifactCard) -> bool:
    """Whether this is a page that a browser renders, and no archive of one."""
    return bare_type(artifact.media_type) == _HTML_TYPE


async def _send(request: web.Request, response: web.StreamResponse, pieces: AsyncIterator[bytes]) -> None:
    piece = await anext(pieces, b"")  # before the head goes out: a blob that is not there is still a clear error
    await response.prepare(request)
    while True:
        if piece and not await write_chunk(response, piece):
            return
        try:
            piece = await anext(pieces)
        except StopAsyncIteration:
            break
    with suppress(ConnectionError):
        await response.write_eof()


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type == "text/css" else media_type


def _spellings(request: web.Request, public_url: str) -> tuple[str, ...]:
    """The roots under which this server is known: the public one, and the one under which it was reached now."""
    public = public_url.rstrip("/")
    host = request.host
    is_name = len(host) < 256 and all(one.isascii() and (one.isalnum() or one in ".:-[]") for one in host)
    return (public,) if not is_name or urlsplit(public).netloc == host else (public, f"http://{host}")
