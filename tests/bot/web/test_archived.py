"""The archived page and its bodies, over a real server."""

import pytest
from aiohttp import ClientSession

from bot.services.cards import ResourceCard
from bot.web.security import archived_headers
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import GIVEN, PERMALINK_ID, PUBLIC_URL, make_card, make_shelf, serve, store

OTHER_ID = "B" * 22
HEAD = b'<!DOCTYPE html><html><head><meta charset="utf-8">'


async def keep_body(blobs: FileBlobStore, content: bytes, media_type: str) -> ResourceCard:
    return ResourceCard(await blobs.put(content), media_type, len(content))


async def test_body_is_served_under_its_own_page_and_may_be_used_by_it(
    blobs: FileBlobStore, client: ClientSession
) -> None:
    body = await keep_body(blobs, b"a{}", "text/css")
    shelf = make_shelf({PERMALINK_ID: [body]})

    async with serve(blobs, make_card(), **shelf) as url:
        prefixes = [f"{root}/s/{PERMALINK_ID}/assets/" for root in (PUBLIC_URL, url)]
        for beside in ("assets/", "assets/assets/"):  # the page asks for the one, a style sheet for the other
            async with client.get(f"{url}/s/{PERMALINK_ID}/{beside}{body.sha256}") as answer:
                content = await answer.read()

            assert (answer.status, content, answer.headers["Content-Type"]) == (200, b"a{}", "text/css; charset=utf-8")
            expected = {
                **archived_headers(prefixes, [PUBLIC_URL, url]),
                "Cross-Origin-Resource-Policy": "cross-origin",
                "Access-Control-Allow-Origin": "*",
            }
            assert expected.items() <= dict(answer.headers).items()
            assert answer.headers["ETag"] == f'"{body.sha256}"'


@pytest.mark.parametrize(
    "path",
    [
        "/s/{other}/assets/{sha256}",
        "/s/{unknown}/assets/{sha256}",
        "/s/{own}/assets/" + "0" * 64,
        "/s/{own}/assets/{page}",
        "/s/{own}/assets/../{sha256}",
        "/s/{own}/assets/{sha256}x",
        "/s/{own}/{sha256}",
    ],
)
async def test_anything_else_is_the_same_404(path: str, blobs: FileBlobStore, client: ClientSession) -> None:
    body, page = await keep_body(blobs, b"a{}", "text/css"), await store(blobs, "page", "text/html", b"<p>")
    mine = make_card(artifacts=(page,))
    other = make_card(permalink_id=OTHER_ID)
    named = path.format(own=PERMALINK_ID, other=OTHER_ID, unknown="C" * 22, sha256=body.sha256, page=page.sha256)

    async with serve(blobs, mine, other, **make_shelf({PERMALINK_ID: [body]})) as url:
        async with client.get(url + named) as answer:
            text = await answer.text()
        async with client.get(f"{url}/s/{'D' * 22}") as plain:
            expected = await plain.text()

    assert (answer.status, text) == (404, expected)


async def test_body_that_is_neither_picture_nor_style_is_a_heap_of_bytes(
    blobs: FileBlobStore, client: ClientSession
) -> None:
    body = await keep_body(blobs, b"<script>", "text/html")

    async with (
        serve(blobs, make_card(), **make_shelf({PERMALINK_ID: [body]})) as url,
        client.get(f"{url}/s/{PERMALINK_ID}/assets/{body.sha256}") as answer,
    ):
        pass

    assert answer.headers["Content-Type"] == "application/octet-stream"


async def test_page_in_one_file_has_its_bodies_in_it(blobs: FileBlobStore, client: ClientSession) -> None:
    picture = await keep_body(blobs, b"PNG", "image/png")
    style = await keep_body(blobs, f'a{{b:url("assets/{picture.sha256}#x")}}'.encode(), "text/css")
    text = HEAD + f'<link href="assets/{style.sha256}"><p>assets/{"0" * 64}'.encode()
    card = make_card(artifacts=(await store(blobs, "page", "text/html", text),))

    async with (
        serve(blobs, card, **make_shelf({PERMALINK_ID: [picture, style]})) as url,
        client.get(f"{url}/s/{PERMALINK_ID}/page?download") as answer,
    ):
        content = await answer.text()

    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "Content-Security-Policy\" content=\"default-src 'none'" in content
    assert content.startswith(HEAD.decode() + "<meta http-equiv")
    # base64 of: a{b:url("data:image/png;base64,UE5H#x")}
    embedded = "data:text/css;base64,YXtiOnVybCgiZGF0YTppbWFnZS9wbmc7YmFzZTY0LFVFNUgjeCIpfQ=="
    assert content.endswith(f'<link href="{embedded}"><p>assets/{"0" * 64}')


async def test_head_of_the_one_file_promises_it(blobs: FileBlobStore, client: ClientSession) -> None:
    card = make_card(artifacts=(await store(blobs, "page", "text/html", HEAD),))

    async with serve(blobs, card) as url, client.head(f"{url}/s/{PERMALINK_ID}/page?download") as answer:
        pass

    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


async def test_archive_of_the_browser_is_saved_and_never_shown(blobs: FileBlobStore, client: ClientSession) -> None:
    card = make_card(artifacts=(await store(blobs, "page", "multipart/related", b"MIME-Version: 1.0"),))

    async with serve(blobs, card) as url:
        async with client.get(f"{url}/s/{PERMALINK_ID}/page") as answer:
            pass
        async with client.get(f"{url}/s/{PERMALINK_ID}") as page:
            text = await page.text()

    assert answer.headers["Content-Type"] == "multipart/related"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert '.mhtml"' in answer.headers["Content-Disposition"]
    assert "<iframe" not in text


async def test_permalink_page_shows_the_archived_page_in_a_sandbox(blobs: FileBlobStore, client: ClientSession) -> None:
    card = make_card(artifacts=(await store(blobs, "page", "text/html", HEAD),))

    async with serve(blobs, card) as url, client.get(f"{url}/s/{PERMALINK_ID}") as answer:
        text = await answer.text()
    async with (
        serve(blobs, card, content_url="https://content.example") as url,
        client.get(f"{url}/s/{PERMALINK_ID}") as apart,
    ):
        elsewhere = await apart.text()

    assert f'<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/s/{PERMALINK_ID}/page"' in text
    assert f'href="/s/{PERMALINK_ID}/page?download"' in text
    assert f'src="https://content.example/s/{PERMALINK_ID}/page"' in elsewhere


@pytest.mark.parametrize("host", ["evil.example; script-src *", "a" * 300, "host/path", "é.example"])
async def test_host_that_is_no_name_gets_into_no_policy(host: str, blobs: FileBlobStore, client: ClientSession) -> None:
    card = make_card(artifacts=(await store(blobs, "page", "text/html", HEAD),))

    async with (
        serve(blobs, card) as url,
        client.get(f"{url}/s/{GIVEN.permalink_id}/page", headers={"Host": host}) as answer,
    ):
        policy = answer.headers["Content-Security-Policy"]

    assert host not in policy
    assert f"img-src data: {PUBLIC_URL}/s/{PERMALINK_ID}/assets/;" in policy
