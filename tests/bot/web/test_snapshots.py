"""What a permalink opens, over a real server."""

import json
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from bot.i18n import LOCALES
from bot.services.cards import SnapshotCard, VersionCard
from bot.web.security import archived_headers, download_headers, page_headers
from capture.types import ArtifactKind
from models.blobs.file import FileBlobStore
from models.tables import Status
from tests.bot.web.cards import GIVEN, PERMALINK_ID, PUBLIC_URL, make_card, serve, store

UNKNOWN = "A" * 22


async def make_full_card(blobs: FileBlobStore) -> SnapshotCard:
    return make_card(
        artifacts=(
            await store(blobs, "screenshot", "image/jpeg", b"the picture", size=(1280, 5604)),
            await store(blobs, "photo", "image/jpeg", b"the top of it", size=(1280, 2500)),
            await store(blobs, "thumb", "image/webp", b"a small one", size=(480, 300)),
            await store(blobs, "article", "text/html", b"<p>words"),
            await store(blobs, "page", "text/html; charset=utf-8", b"<p>page"),
            await store(blobs, "pdf", "application/pdf", b"%PDF"),
            await store(blobs, "wacz", "application/wacz", b"PK"),
        )
    )


async def test_page_shows_the_picture_and_how_to_go_on(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs, await make_full_card(blobs)) as url, client.get(f"{url}/s/{PERMALINK_ID}") as answer:
        text = await answer.text()

    assert answer.status == 200
    assert "<h1" in text
    assert "The lighthouse keeper’s garden" in text
    assert f'<img src="/s/{PERMALINK_ID}/screenshot" width="1280" height="5604" loading="lazy"' in text
    assert 'href="https://news.example/story?utm_source=chat" rel="noreferrer nofollow noopener"' in text
    assert '<time datetime="2026-01-31T08:15:00Z">' in text
    assert f'<meta property="og:image" content="{PUBLIC_URL}/s/{PERMALINK_ID}/screenshot?size=photo">' in text
    assert text.count("<script") == text.count('<script src="/static/zoom.js?v=') == 1
    assert 'http-equiv="refresh"' not in text
    assert answer.headers["Vary"] == "Accept-Language"


async def test_page_speaks_the_visitors_language(blobs: FileBlobStore, client: ClientSession) -> None:
    headers = {"Accept-Language": "zh-CN,zh;q=0.9"}

    async with (
        serve(blobs, GIVEN) as url,
        client.get(f"{url}/s/{PERMALINK_ID}", headers=headers) as answer,
    ):
        text = await answer.text()

    assert '<html lang="zh-Hans">' in text
    assert "完整保存。" in text
    assert answer.headers["Content-Language"] == "zh-Hans"


async def test_holder_of_a_permalink_learns_nothing_of_the_library(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs, await make_full_card(blobs)) as url:
        for path in (f"/s/{PERMALINK_ID}", f"/s/{PERMALINK_ID}.json"):
            async with client.get(url + path) as answer:
                text = await answer.text()

            assert not any(secret in text for secret in ("secret-garden", "a note of mine", "Grace", "A channel"))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("status", list(Status))
async def test_every_state_with_every_kind_has_a_page(
    locale: str, status: Status, blobs: FileBlobStore, client: ClientSession
) -> None:
    kinds = [*ArtifactKind, "of_the_future"]
    artifacts = tuple([await store(blobs, kind, "image/jpeg", b"x", size=(9, 9)) for kind in kinds])
    versions = tuple(VersionCard(n, GIVEN.permalink, one.value, None) for n, one in enumerate(Status))
    card = make_card(status=status.value, artifacts=artifacts, versions=versions, version=0)

    async with (
        serve(blobs, card) as url,
        client.get(f"{url}/s/{PERMALINK_ID}", headers={"Accept-Language": locale}) as answer,
    ):
        assert answer.status == 200
        assert answer.headers["Content-Language"] == locale


@pytest.mark.parametrize("status", ["queued", "capturing"])
async def test_waiting_page_refreshes_itself(status: str, blobs: FileBlobStore, client: ClientSession) -> None:
    card = make_card(status=status, label="", title="", site="", captured_at=None, final_url="")

    async with serve(blobs, card) as url, client.get(f"{url}/s/{PERMALINK_ID}") as answer:
        text = await answer.text()

    assert '<meta http-equiv="refresh" content="3">' in text
    assert "https://news.example/story?utm_source=chat" in text


async def test_failed_page_says_why_and_which_address(blobs: FileBlobStore, client: ClientSession) -> None:
    card = make_card(status="failed", label="timeout", error="timeout", title="", captured_at=None, final_url="")

    async with serve(blobs, card) as url, client.get(f"{url}/s/{PERMALINK_ID}") as answer:
        text = await answer.text()

    assert answer.status == 200
    assert "Timed out." in text
    assert "did not answer in time" in text
    assert "https://news.example/story?utm_source=chat" in text


async def test_hostile_title_stays_text(blobs: FileBlobStore, client: ClientSession) -> None:
    title = '</title><script>alert(1)</script>" onload="x\u202e\x00\ud800{{ 7*7 }}'

    async with serve(blobs, make_card(title=title)) as url, client.get(f"{url}/s/{PERMALINK_ID}") as answer:
        text = await answer.text()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34; onload=&#34;x{{ 7*7 }}" in text
    assert "<script" not in text
    assert "\u202e" not in text


async def test_document_is_the_page_for_programs(blobs: FileBlobStore, client: ClientSession) -> None:
    card = await make_full_card(blobs)

    async with serve(blobs, card) as url, client.get(f"{url}/s/{PERMALINK_ID}.json") as answer:
        document = json.loads(await answer.read())

    assert answer.content_type == "application/json"
    assert document["permalink"] == GIVEN.permalink
    assert [artifact["kind"] for artifact in document["artifacts"]] == [one.kind for one in card.artifacts]


@pytest.mark.parametrize(
    ("path", "media_type", "content"),
    [
        ("/screenshot", "image/jpeg", b"the picture"),
        ("/screenshot?size=full", "image/jpeg", b"the picture"),
        ("/screenshot?size=photo", "image/jpeg", b"the top of it"),
        ("/screenshot?size=thumb", "image/webp", b"a small one"),
        ("/article", "text/html; charset=utf-8", b"<p>words"),
        ("/page", "text/html; charset=utf-8", b"<p>page"),
        ("/pdf", "application/pdf", b"%PDF"),
        ("/wacz", "application/wacz", b"PK"),
    ],
)
async def test_what_was_kept_is_served(
    path: str, media_type: str, content: bytes, blobs: FileBlobStore, client: ClientSession
) -> None:
    async with (
        serve(blobs, await make_full_card(blobs)) as url,
        client.get(f"{url}/s/{PERMALINK_ID}{path}") as answer,
    ):
        body = await answer.read()

    assert (answer.status, answer.headers["Content-Type"], body) == (200, media_type, content)


async def test_each_kind_bears_its_header_set(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs, await make_full_card(blobs)) as url:
        # Both under the public address and under the one by which the server was reached.
        archived = archived_headers(
            [f"{root}/s/{PERMALINK_ID}/assets/" for root in (PUBLIC_URL, url)], [PUBLIC_URL, url]
        )
        sets = {
            "": page_headers(),
            ".json": page_headers(),
            "/screenshot": download_headers(),
            "/article": archived,
            "/page": archived,
            "/page?download": download_headers(),
            "/pdf": download_headers(),
        }
        for path, expected in sets.items():
            for request in ({}, {"If-None-Match": "*"}, {"Range": "bytes=0-1"}, {"Range": "bytes=999-"}):
                async with client.get(f"{url}/s/{PERMALINK_ID}{path}", headers=request) as answer:
                    assert expected.items() <= dict(answer.headers).items(), (path, answer.status)
                    assert "Server" not in answer.headers


async def test_pictures_are_shown_and_documents_are_saved(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs, await make_full_card(blobs)) as url:
        async with client.get(f"{url}/s/{PERMALINK_ID}/screenshot") as picture:
            pass
        async with client.get(f"{url}/s/{PERMALINK_ID}/pdf") as document:
            pass

    assert picture.headers["Content-Disposition"].startswith("inline; ")
    assert document.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("media_type", "served_as"),
    [
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/xhtml+xml", "application/octet-stream"),
        ("text/xml", "application/octet-stream"),
        ("image/jpeg\r\nSet-Cookie: a=b", "application/octet-stream"),
        ("application/pdf; charset=binary", "application/pdf"),
        ("image/png", "image/png"),
    ],
)
async def test_file_of_the_site_is_never_shown(
    media_type: str, served_as: str, blobs: FileBlobStore, client: ClientSession
) -> None:
    card = make_card(label="not_html", artifacts=(await store(blobs, "file", media_type, b"from the site"),))

    async with serve(blobs, card) as url, client.get(f"{url}/s/{PERMALINK_ID}/file") as answer:
        pass

    assert answer.headers["Content-Type"] == served_as
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert download_headers().items() <= dict(answer.headers).items()


async def test_small_picture_that_was_not_made_is_the_large_one(blobs: FileBlobStore, client: ClientSession) -> None:
    card = make_card(artifacts=(await store(blobs, "screenshot", "image/jpeg", b"the picture"),))

    async with serve(blobs, card) as url, client.get(f"{url}/s/{PERMALINK_ID}/screenshot?size=thumb") as answer:
        assert await answer.read() == b"the picture"


async def test_everything_that_is_not_there_looks_the_same(blobs: FileBlobStore, client: ClientSession) -> None:
    paths = (
        f"/s/{UNKNOWN}",
        f"/s/{UNKNOWN}/screenshot",
        f"/s/{PERMALINK_ID}/screenshot",
        f"/s/{PERMALINK_ID}/screenshot?size=enormous",
        f"/s/{PERMALINK_ID}/page",
        f"/s/{PERMALINK_ID}/secrets",
        "/s/short",
        "/s/../../etc/passwd",
        "/s/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/nothing",
    )
    answers = set()

    async with serve(blobs, GIVEN) as url:
        for path in paths:
            async with client.get(url + path) as answer:
                headers = {name: value for name, value in answer.headers.items() if name != "Date"}
                answers.add((answer.status, await answer.text(), tuple(sorted(headers.items()))))

    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


async def test_revoked_permalink_is_gone_for_those_who_have_a_copy(blobs: FileBlobStore, client: ClientSession) -> None:
    card = make_card(artifacts=(await store(blobs, "screenshot", "image/jpeg", b"the picture"),))
    etag = {"If-None-Match": f'"{card.artifacts[0].sha256}"'}

    async with serve(blobs, card) as url, client.get(f"{url}/s/{PERMALINK_ID}/screenshot", headers=etag) as kept:
        assert kept.status == 304
        assert kept.headers["Cache-Control"] == "private, no-cache"
    async with serve(blobs) as url, client.get(f"{url}/s/{PERMALINK_ID}/screenshot", headers=etag) as gone:
        assert gone.status == 404


async def test_server_under_a_path_links_below_it(blobs: FileBlobStore, client: ClientSession) -> None:
    card = replace(GIVEN, artifacts=(await store(blobs, "screenshot", "image/jpeg", b"x"),))

    async with (
        serve(blobs, card, public_url="https://example.com/keep") as url,
        client.get(f"{url}/s/{PERMALINK_ID}") as answer,
    ):
        text = await answer.text()

    assert f'src="/keep/s/{PERMALINK_ID}/screenshot"' in text
    assert 'href="/keep/static/style.css?v=' in text
