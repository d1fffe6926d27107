"""What a permalink opens: the page, its JSON twin, and the things that were kept."""

import asyncio
import json
from collections.abc import Mapping

from aiohttp import web

from bot.services.cards import ArtifactCard, SnapshotCard
from bot.services.sharing import show_shares
from bot.web.archived import archived_set, is_html, send_bundle
from bot.web.content import Content, send_content
from bot.web.documents import describe_snapshot
from bot.web.filenames import bare_type, content_disposition
from bot.web.labels_page import LabelsView, describe_labels
from bot.web.opening import get_card
from bot.web.origins import lead_to_content
from bot.web.pages import RENDERER, show_page, translator_of
from bot.web.ports import PORTS
from bot.web.replay import may_replay, replay_headers
from bot.web.security import Headers, download_headers
from bot.web.snapshot_page import describe_page
from bot.web.visitors import find_visitor

_SECONDS = 10

# What is served instead of a size that was not made, the nearest first.
_PICTURES: Mapping[str, tuple[str, ...]] = {
    "full": ("screenshot",),
    "photo": ("photo", "screenshot"),
    "thumb": ("thumb", "photo", "screenshot"),
}

_OUR_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})

_RENDERED = frozenset({"article", "page"})

# Types that are named in a download; anything else is a heap of bytes, which no browser tries to show.
_DOWNLOAD_TYPES = _OUR_PICTURES | {
    "application/epub+zip",
    "application/gzip",
    "application/json",
    "application/pdf",
    "application/wacz",
    "application/wacz+zip",
    "application/zip",
    "audio/mpeg",
    "image/gif",
    "multipart/related",
    "text/csv",
    "text/plain",
    "video/mp4",
}


async def show_snapshot(request: web.Request) -> web.Response:
    """The permalink page, in whatever state the snapshot is."""
    card = await get_card(request, is_visit=True)
    ports = request.app[PORTS]
    asked = request.query.get("versions", "")
    versions_page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else None
    page = describe_page(
        card, translator_of(request), request.app[RENDERER].root, ports.content_url, versions_page, ports.replay_url
    )
    labels = await _describe_labels(request, card)
    return show_page(request, "snapshot.html", page=page, labels=labels)


async def show_snapshot_document(request: web.Request) -> web.Response:
    """The same as JSON."""
    document = describe_snapshot(await get_card(request))
    return web.Response(
        body=json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "replace"),
        headers={"Content-Type": "application/json; charset=utf-8", "Cache-Control": "private, no-cache"},
    )


async def send_screenshot(request: web.Request) -> web.StreamResponse:
    """The picture, or a smaller one of the same page by `?size=`."""
    card = await get_card(request)
    kinds = _PICTURES.get(request.query.get("size", "full"), ())
    return await _send_first(request, card, kinds)


async def send_page(request: web.Request) -> web.StreamResponse:
    """The archived page; by `?download` as a single file."""
    card = await _get_kept(request)
    page = card.artifact("page")
    is_download = "download" in request.query
    # What a sandboxed page asks for comes without cookies: a private one brings all of it along.
    if page is not None and is_html(page) and (is_download or card.is_private):
        return await send_bundle(request, card, page, is_download=is_download)
    return await _send_first(request, card, ("page",))


async def send_artifact(request: web.Request) -> web.StreamResponse:
    """Any other thing that was kept, by its kind."""
    card = await _get_kept(request)
    return await _send_first(request, card, (request.match_info["kind"],))


async def allow_replay(request: web.Request) -> web.Response:
    """What a browser asks before the replay's page may read a part of a web archive; it says nothing of any."""
    if not may_replay(request):
        raise web.HTTPNotFound
    return web.Response(status=204, headers={**download_headers(), **replay_headers(request)})


async def _get_kept(request: web.Request) -> SnapshotCard:
    """The snapshot, for what strangers made of it; a private one opens by a cookie that only our own origin gets."""
    card = await get_card(request)
    if not card.needs_session:
        lead_to_content(request)
    return card


async def _describe_labels(request: web.Request, card: SnapshotCard) -> LabelsView | None:
    """What the people of its library see; at a shared address even they see what it shows to others."""
    visitor, services = await find_visitor(request), request.app[PORTS].services
    if visitor is None or services is None or card.shared_until or not visitor.may_see(card.chat_id):
        return None
    async with asyncio.timeout(_SECONDS):
        shares = await show_shares(card.chat_id, services, permalink_id=card.permalink_id)
    return describe_labels(card, visitor, translator_of(request), shares)


async def _send_first(request: web.Request, card: SnapshotCard, kinds: tuple[str, ...]) -> web.StreamResponse:
    artifact = next((found for found in map(card.artifact, kinds) if found is not None), None)
    if artifact is None:
        raise web.HTTPNotFound
    ports = request.app[PORTS]
    content = Content(
        artifact.sha256,
        artifact.bytes,
        present(card, artifact, archived_set(request, card.path))
        | (replay_headers(request) if artifact.kind == "wacz" and may_replay(request) else {}),
        # Small pictures of lists, which a browser that showed them once may show again.
        is_pinned=artifact.kind == "thumb" and request.query.get("v") == artifact.sha256,
    )
    return await send_content(request, content, ports.blobs)


def present(card: SnapshotCard, artifact: ArtifactCard, archived: Headers) -> dict[str, str]:
    """Type, disposition and header set of an artifact.

    Only pictures of our own making and archived pages, under their sandbox, are shown. A PDF is a download
    even where we made it: browsers do not open their viewer under a sandboxing policy.
    """
    media_type = bare_type(artifact.media_type)
    if artifact.kind in _RENDERED and media_type == "text/html":
        return {"Content-Type": "text/html; charset=utf-8", **archived}
    is_picture = artifact.kind in {"screenshot", "photo", "thumb"} and media_type in _OUR_PICTURES
    return {
        "Content-Type": media_type if media_type in _DOWNLOAD_TYPES else "application/octet-stream",
        "Content-Disposition": content_disposition(card, artifact, is_inline=is_picture),
        **download_headers(),
    }
