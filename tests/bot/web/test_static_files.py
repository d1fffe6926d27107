"""Our own style sheet and pictures."""

import re
from pathlib import Path

from aiohttp import ClientSession

from bot.web.pages import build_renderer
from bot.web.security import page_headers
from bot.web.static_files import load_static_files
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import PUBLIC_URL, serve


async def test_address_with_the_version_may_be_kept_for_ever(blobs: FileBlobStore, client: ClientSession) -> None:
    tag = load_static_files().get("style.css").tag

    async with serve(blobs) as url:
        async with client.get(f"{url}/static/style.css?v={tag}") as pinned:
            pass
        async with client.get(f"{url}/static/style.css?v=older") as loose:
            pass

    assert pinned.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in pinned.headers["Cache-Control"]
    assert loose.headers["Cache-Control"] == "no-cache"
    assert page_headers().items() <= dict(pinned.headers).items()


async def test_what_npm_installs_is_served_packed_under_a_layer_of_its_own(
    blobs: FileBlobStore, client: ClientSession
) -> None:
    async with serve(blobs) as url:
        async with client.get(f"{url}/static/pico.css") as sheet:
            text = await sheet.text()
        async with client.get(f"{url}/static/htmx.js", headers={"Accept-Encoding": "identity"}) as script:
            loose = await script.read()

    assert sheet.headers["Content-Encoding"] == "gzip"
    assert int(sheet.headers["Content-Length"]) < len(text) / 5
    assert text.startswith("@layer framework{")
    assert "Content-Encoding" not in script.headers
    assert b"htmx" in loose


def test_pages_know_what_is_not_installed(tmp_path: Path) -> None:
    files = load_static_files(from_npm=tmp_path)

    text = build_renderer(files, PUBLIC_URL).render("failure.html", "en", kind=404)

    assert "pico.css" not in text
    assert "style.css" in text


async def test_known_file_is_not_sent_again(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url:
        async with client.get(f"{url}/static/favicon.svg") as first:
            etag = first.headers["ETag"]
        async with client.get(f"{url}/static/favicon.svg", headers={"If-None-Match": etag}) as second:
            assert (second.status, await second.read()) == (304, b"")


async def test_favicon_is_where_browsers_look(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url, client.get(f"{url}/favicon.ico") as answer:
        assert (answer.status, answer.content_type) == (200, "image/svg+xml")


async def test_no_other_file_is_reached(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url:
        for name in ("..%2fserver.py", "%2e%2e%2f%2e%2e%2fsettings.py", "style.css%00", "", "server.py"):
            async with client.get(f"{url}/static/{name}") as answer:
                assert answer.status == 404


def test_style_sheet_asks_nobody_for_anything() -> None:
    sheet = load_static_files().get("style.css").content.decode()

    assert not re.search(r"url\(|@import|https?:", sheet)
