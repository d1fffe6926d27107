"""Two versions side by side, over a real server with a hand-made comparison behind it."""

from dataclasses import replace
from datetime import timedelta

from aiohttp import ClientSession

from bot.errors import InvalidRequest
from bot.services.cards import ComparisonCard
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import CAPTURED_AT, GIVEN, PERMALINK_ID, PUBLIC_URL, serve, store

OLDER = "B" * 22


async def compare(_newer_id: str, older_id: str, _may_start: bool) -> ComparisonCard:
    if not older_id:
        raise InvalidRequest("no_version_before")
    return ComparisonCard(
        older_id=OLDER,
        newer_id=PERMALINK_ID,
        older_permalink=f"{PUBLIC_URL}/s/{OLDER}",
        newer_permalink=f"{PUBLIC_URL}/s/{PERMALINK_ID}",
        older_at=CAPTURED_AT - timedelta(days=1),
        newer_at=CAPTURED_AT,
        title="A <b>garden",
        url="https://news.example/story",
        is_real=True,
        added=("It is open & green.",),
        removed=("It is <closed>.",),
        regions=2,
        ignored=("time",),
    )


async def test_words_are_escaped_and_marked_as_gone_and_come(blobs: FileBlobStore, client: ClientSession) -> None:
    older = replace(GIVEN, permalink_id=OLDER)

    async with serve(blobs, GIVEN, older, comparisons=compare) as url:
        async with client.get(f"{url}/s/{PERMALINK_ID}/changes?from={OLDER}") as answer:
            text = await answer.text()
        async with client.get(f"{url}/s/{PERMALINK_ID}/changes.jpg?from={OLDER}") as picture:
            assert picture.status == 404, "there is none"

    assert "<ins>It is open &amp; green.</ins>" in text
    assert "<del>It is &lt;closed&gt;.</del>" in text
    assert "Ignored: times." in text
    assert "<script" not in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_without_another_version_there_is_no_such_page(blobs: FileBlobStore, client: ClientSession) -> None:
    await store(blobs, "photo", "image/jpeg", b"a picture")

    async with serve(blobs, GIVEN, comparisons=compare) as url:
        for path in ("changes", f"changes?from={OLDER}", "changes.jpg"):
            async with client.get(f"{url}/s/{PERMALINK_ID}/{path}") as answer:
                assert answer.status == 404
        for path in (f"l/{OLDER}", f"s/{OLDER}/latest"):
            async with client.get(f"{url}/{path}", allow_redirects=False) as answer:
                assert answer.status == 404


async def test_any_version_leads_to_the_newest(blobs: FileBlobStore, client: ClientSession) -> None:
    async def newest(_permalink_id: str) -> str:
        return OLDER

    async with serve(blobs, GIVEN, newest=newest) as url:
        for path in (f"l/{PERMALINK_ID}", f"s/{PERMALINK_ID}/latest"):
            async with client.get(f"{url}/{path}", allow_redirects=False) as answer:
                assert answer.status == 302
                assert answer.headers["Location"] == f"/s/{OLDER}"
                assert answer.headers["Cache-Control"] == "no-store", "tomorrow it may be another one"
                assert "Content-Security-Policy" in answer.headers
