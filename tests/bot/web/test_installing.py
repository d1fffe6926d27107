"""Snapkeep as an app: the manifest, what is shared with it, the bookmarklet."""

import re
from pathlib import Path

import pytest
import pyvips
from aiohttp import ClientSession

from models.blobs.file import FileBlobStore
from models.tables import Link
from tests.bot.web.cards import serve
from tests.bot.web.test_library import serve_library
from tests.bot.web.visitors import sign_in
from tests.factories import make_chat


async def test_manifest_names_icons_that_are_there_and_where_links_are_shared(
    blobs: FileBlobStore, client: ClientSession
) -> None:
    async with serve(blobs) as url:
        async with client.get(f"{url}/manifest.webmanifest") as answer:
            manifest = await answer.json(content_type="application/manifest+json")
        sizes = []
        for icon in manifest["icons"]:
            async with client.get(url + icon["src"]) as answer:
                assert "immutable" in answer.headers["Cache-Control"]
                picture = pyvips.Image.new_from_buffer(await answer.read(), "")
                sizes.append(f"{picture.width}x{picture.height}")

    assert sizes == [icon["sizes"] for icon in manifest["icons"]]
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert manifest["share_target"]["action"] == "/share-target"


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("?url=https://example.com/a%3Fb%3Dc%26d", "https://example.com/a?b=c&amp;d"),
        ("?text=Look:+https://example.com/x+!", "https://example.com/x"),
        ("?title=only+words", ""),
        ("?url=javascript:alert(1)", ""),
    ],
)
async def test_what_is_shared_fills_a_form_and_is_not_kept_yet(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession, query: str, address: str
) -> None:
    sign_in(client)

    async with (
        serve_library(blobs, tmp_path, await make_chat()) as url,
        client.get(f"{url}/share-target{query}") as answer,
    ):
        text = await answer.text()

    found = re.search('name="url"[^>]* value="([^"]*)"', text)
    assert found is not None
    assert found.group(1) == address
    assert await Link.all().count() == 0


async def test_strangers_are_shown_what_this_is(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    async with serve_library(blobs, tmp_path, await make_chat()) as url:
        for path in ("/share-target?url=https://example.com", "/tools"):
            async with client.get(f"{url}{path}") as answer:
                text = await answer.text()
                assert "form_token" not in text
                assert "javascript:" not in text


async def test_page_that_offers_the_app_alone_lets_a_browser_read_the_manifest(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    sign_in(client)

    async with serve_library(blobs, tmp_path, await make_chat()) as url:
        for path, is_offered in (("/tools", True), ("/", False)):
            async with client.get(f"{url}{path}") as page:
                assert ('rel="manifest"' in await page.text()) is is_offered
                assert ("manifest-src 'self'" in page.headers["Content-Security-Policy"]) is is_offered


async def test_bookmarklet_leads_to_the_form(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    sign_in(client)

    async with serve_library(blobs, tmp_path, await make_chat()) as url, client.get(f"{url}/tools") as answer:
        text = await answer.text()

    assert (
        "javascript:void open(&#39;http://127.0.0.1/share-target?url=&#39;+encodeURIComponent(location.href))" in text
    )
