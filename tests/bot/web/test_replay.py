"""Web archives in a replay of their own origin, which reads them from our second one."""

from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession
from playwright.async_api import async_playwright, expect

from bot.services.cards import SnapshotCard
from capture.archive import pack_wacz
from capture.browser import find_browser
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import PERMALINK_ID, make_card, serve, store
from tests.capture.archive.test_wacz import EXCHANGES, PAGE
from tests.site.replay import is_installed, open_replay

MAIN, CONTENT, REPLAY = "http://main.test", "http://content.test", "https://replay.example"
WACZ = f"/s/{PERMALINK_ID}/wacz"
AT_CONTENT = {"Host": "content.test"}


async def keep(blobs: FileBlobStore, **changes: object) -> SnapshotCard:
    content = pack_wacz(PAGE, EXCHANGES).content
    return make_card(artifacts=(await store(blobs, "wacz", "application/wacz", content),), **changes)


async def test_replay_alone_may_read_web_archives_and_only_on_the_second_origin(
    blobs: FileBlobStore, client: ClientSession
) -> None:
    card = await keep(blobs)
    async with serve(blobs, card, public_url=MAIN, content_url=CONTENT, replay_url=f"{REPLAY}/viewer") as url:
        async with client.get(url + WACZ, headers=AT_CONTENT | {"Range": "bytes=0-9"}) as there:
            content = await there.read()
        async with client.options(url + WACZ, headers=AT_CONTENT) as asked:
            pass
        async with client.options(url + WACZ, headers={"Host": "main.test"}) as here:
            pass
        async with client.get(f"{url}/s/{PERMALINK_ID}", headers={"Host": "main.test"}) as page:
            pass

    assert (there.status, len(content)) == (206, 10)
    for answer in (there, asked):
        assert answer.headers["Access-Control-Allow-Origin"] == REPLAY
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert (asked.status, here.status) == (204, 404)
    assert "Access-Control-Allow-Origin" not in page.headers


@pytest.mark.parametrize(
    ("ports", "is_private", "is_offered"),
    [
        ({"content_url": CONTENT, "replay_url": REPLAY}, False, True),
        ({"content_url": CONTENT, "replay_url": REPLAY}, True, False),
        ({"content_url": CONTENT}, False, False),
        ({"replay_url": REPLAY}, False, False),
    ],
    ids=["both", "private", "no replay", "no second origin"],
)
async def test_replay_is_offered_where_it_may_read(
    ports: dict[str, str], is_private: bool, is_offered: bool, blobs: FileBlobStore, client: ClientSession
) -> None:
    card = await keep(blobs, is_private=is_private, shared_until=None)
    async with serve(blobs, card, public_url=MAIN, **ports) as url:
        async with client.get(url + WACZ, headers=AT_CONTENT) as answer:
            pass
        async with client.get(f"{url}/s/{PERMALINK_ID}", headers={"Host": "main.test"}) as page:
            text = await page.text()

    assert (f'href="{REPLAY}/?source=http%3A%2F%2Fcontent.test' in text) == is_offered
    if not ports.get("replay_url") or is_private or "content_url" not in ports:
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.browser
@pytest.mark.slow
async def test_replayweb_page_shows_the_page_from_the_button_of_the_permalink(blobs: FileBlobStore) -> None:
    if not is_installed():
        pytest.skip("replayweb.page is not installed (npm install)")
    card = await keep(blobs, final_url=PAGE.url)
    async with open_replay(b"") as address, async_playwright() as player:
        replay = address.partition("/?")[0]
        async with serve(blobs, card, public_url=MAIN, content_url=CONTENT, replay_url=replay) as url:
            place = url.removeprefix("http://")
            rules = ",".join(f"MAP {name}:80 {place}" for name in ("main.test", "content.test"))
            args = ["--no-sandbox", f"--host-resolver-rules={rules}"]
            browser = await player.chromium.launch(executable_path=find_browser(), args=args)
            page = await browser.new_page()
            await page.goto(f"{MAIN}/s/{PERMALINK_ID}")
            href = await page.get_by_role("link", name="Replay").get_attribute("href") or ""
            await page.goto(href)
            story = page.frame_locator("iframe").get_by_role("heading", name="A story")
            await expect(story).to_be_visible(timeout=20_000)
            await browser.close()

    assert parse_qs(urlsplit(href).query)["source"] == [CONTENT + WACZ]
