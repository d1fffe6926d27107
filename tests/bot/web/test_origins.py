"""Every header set on every kind of answer, with a second origin and without: nothing of ours and of theirs on one."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from bot.services.cards import ResourceCard, SnapshotCard
from bot.services.visiting import Library
from bot.web.origins import KEPT
from bot.web.server import build_app
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import PERMALINK_ID, PUBLIC_URL, make_card, make_ports, make_shelf, serve, store
from tests.bot.web.visitors import Door, make_visitor, sign_in

MAIN, CONTENT = "keep.example", "content.example"
CONTENT_URL = f"https://{CONTENT}"
UNKNOWN = "U" * 22
P = f"/s/{PERMALINK_ID}"

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
DOWNLOAD = {**EVERYWHERE, "Content-Security-Policy": "sandbox; default-src 'none'"}


def page_set(frames: str) -> Mapping[str, str]:
    return {
        **EVERYWHERE,
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            f"connect-src 'self'; frame-src {frames}; form-action 'self'; base-uri 'none'; object-src 'none'; "
            "frame-ancestors 'none'"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def archived_set(assets: str) -> Mapping[str, str]:
    return {
        **EVERYWHERE,
        "Content-Security-Policy": (
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
            f"style-src 'unsafe-inline' data: {assets}; img-src data: {assets}; font-src data: {assets}; "
            f"media-src data: {assets}; frame-src {assets}; script-src 'none'; connect-src 'none'; object-src 'none'; "
            f"base-uri 'none'; form-action 'none'; frame-ancestors {PUBLIC_URL}"
        ),
    }


ONE_ORIGIN = {"page": page_set("'self'"), "archived": archived_set(f"{PUBLIC_URL}{P}/assets/"), "download": DOWNLOAD}
TWO_ORIGINS = {
    "page": page_set(f"'self' {CONTENT_URL}"),
    "archived": archived_set(f"{CONTENT_URL}{P}/assets/"),
    "download": DOWNLOAD,
}
OURS = {  # what we write or draw ourselves, and its header set
    "/": "page",
    P: "page",
    f"{P}.json": "page",
    f"{P}/screenshot": "download",
    "/healthz": "page",
    "/robots.txt": "page",
    "/static/style.css": "page",
    "/favicon.ico": "page",
}
THEIRS = {  # what strangers made
    f"{P}/page": "archived",
    f"{P}/article": "archived",
    f"{P}/assets/{{body}}": "archived",
    f"{P}/page?download": "download",
    f"{P}/file": "download",
    f"{P}/evidence": "download",
    f"{P}/pdf": "download",
    f"{P}/wacz": "download",
}
ASKED: Mapping[str, Mapping[str, str]] = {
    "200": {},
    "206": {"Range": "bytes=0-1"},
    "304": {"If-None-Match": "*"},
    "416": {"Range": "bytes=900000-"},
    "404": {},
}


async def make_everything(blobs: FileBlobStore) -> tuple[SnapshotCard, ResourceCard]:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    artifacts = (
        await store(blobs, "screenshot", "image/jpeg", b"the picture"),
        await store(blobs, "page", "text/html", b"<!doctype html><head><p>page"),
        await store(blobs, "article", "text/html", b"<p>words"),
        await store(blobs, "pdf", "application/pdf", b"%PDF-1.4"),
        await store(blobs, "wacz", "application/wacz", b"PK"),
        await store(blobs, "file", "image/svg+xml", svg),
        replace(await store(blobs, "evidence", "text/html", b"<script>alert(1)</script>"), from_person=True),
    )
    return make_card(artifacts=artifacts), ResourceCard(await blobs.put(svg), "image/svg+xml", len(svg))


@asynccontextmanager
async def open_origins(blobs: FileBlobStore, content_url: str) -> AsyncIterator[tuple[str, str]]:
    """The server with one of everything behind it; its address, and the name of a body."""
    card, body = await make_everything(blobs)
    async with serve(blobs, card, content_url=content_url, **make_shelf({PERMALINK_ID: [body]})) as url:
        yield url, body.sha256


def has_parts(path: str) -> bool:
    """Whether ranges of it are served; what is written for the occasion is served whole."""
    return path.endswith("screenshot") or (path in THEIRS and "download" not in path)


CASES = [(path, status) for path in (*OURS, *THEIRS) for status in ASKED if status in {"200", "404"} or has_parts(path)]


@pytest.mark.parametrize(("path", "status"), CASES)
@pytest.mark.parametrize("content_url", ["", CONTENT_URL])
async def test_each_answer_bears_its_header_set(
    content_url: str, path: str, status: str, blobs: FileBlobStore, client: ClientSession
) -> None:
    is_theirs = path in THEIRS
    host = CONTENT if content_url and is_theirs else MAIN
    kind = OURS.get(path) or THEIRS[path]
    if status == "404":
        path, kind = path.replace(PERMALINK_ID, UNKNOWN), "download" if host == CONTENT else "page"
        path = path if UNKNOWN in path else "/nothing"

    async with open_origins(blobs, content_url) as (url, body):
        headers = {**ASKED[status], "Host": host}
        async with client.get(url + path.format(body=body), headers=headers, allow_redirects=False) as answer:
            found = dict(answer.headers)

    expected = (TWO_ORIGINS if content_url else ONE_ORIGIN)[kind]
    if "assets" in path and status != "404":  # a sandboxed page has nobody's origin, and asks for fonts by CORS
        expected = {**expected, "Cross-Origin-Resource-Policy": "cross-origin"}
    assert answer.status == int(status)
    assert expected.items() <= found.items()
    assert "Server" not in found
    is_attachment = found.get("Content-Disposition", "").startswith("attachment; ")
    assert is_attachment == (kind == "download" and is_theirs and status != "404")


@pytest.mark.parametrize("path", THEIRS)
async def test_our_origin_sends_to_the_second_one_for_what_strangers_made(
    path: str, blobs: FileBlobStore, client: ClientSession
) -> None:
    async with open_origins(blobs, CONTENT_URL) as (url, body):
        for host in (MAIN, "127.0.0.1", f"{CONTENT}.evil.example", "elsewhere.example"):
            asked = path.format(body=body)
            async with client.get(url + asked, headers={"Host": host}, allow_redirects=False) as answer:
                content = await answer.read()

            assert (answer.status, answer.headers["Location"]) == (302, CONTENT_URL + asked)
            assert b"PK" not in content
            assert b"svg" not in content


@pytest.mark.parametrize("host", [CONTENT, CONTENT.upper(), f"{CONTENT}:443"])
async def test_second_origin_has_nothing_of_ours(host: str, blobs: FileBlobStore, client: ClientSession) -> None:
    ports = make_ports(blobs, {}, content_url=CONTENT_URL, services=None)
    app = build_app(ports)
    ours = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.handler not in app[KEPT]
    }

    async with open_origins(blobs, CONTENT_URL) as (url, _):
        for method, canonical in ours:
            path = canonical.format(
                p=PERMALINK_ID, share="x" * 22, secret="x" * 22, feed="x" * 22, id=1, name="style.css"
            )
            headers = {"Host": host, "Cookie": "snapkeep=x", "Authorization": "Bearer x"}
            async with client.request(method, url + path, headers=headers, allow_redirects=False) as answer:
                text = await answer.text()

            assert (answer.status, text) == (404, "" if method == "HEAD" else "404\n"), (method, path)
            assert "Set-Cookie" not in answer.headers


async def test_links_and_frames_lead_to_the_second_origin(blobs: FileBlobStore, client: ClientSession) -> None:
    async with open_origins(blobs, CONTENT_URL) as (url, _), client.get(url + P) as answer:
        text = await answer.text()

    for kind in ("page", "page?download", "article", "pdf", "wacz", "file", "evidence"):
        assert f'"{CONTENT_URL}{P}/{kind}"' in text
        assert f'"{P}/{kind}"' not in text
    assert f'<img src="{P}/screenshot"' in text


async def test_private_page_opens_on_our_origin_which_alone_gets_the_cookie(
    blobs: FileBlobStore, client: ClientSession
) -> None:
    card, _ = await make_everything(blobs)
    private, visitor = replace(card, is_private=True, chat_id=1), Door(make_visitor(Library(1)))
    sign_in(client)

    async with serve(blobs, private, public_url="http://127.0.0.1", content_url=CONTENT_URL, visitors=visitor) as url:
        async with client.get(f"{url}{P}/page", allow_redirects=False) as ours:
            policy = ours.headers["Content-Security-Policy"]
        async with client.get(f"{url}{P}/page", headers={"Host": CONTENT}) as apart:
            pass
        async with client.get(url + P) as page:
            text = await page.text()

    assert (ours.status, apart.status) == (200, 404)
    assert policy.startswith("sandbox allow-popups")
    assert f'src="{P}/page"' in text
