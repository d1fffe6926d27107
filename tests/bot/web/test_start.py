"""The pages that belong to no snapshot."""

from aiohttp import ClientSession

from models.blobs.file import FileBlobStore
from tests.bot.web.cards import serve


async def test_start_page_says_what_this_is_and_where_the_chat_is(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs, chat_url="https://t.me/a_bot") as url, client.get(f"{url}/") as answer:
        text = await answer.text()

    assert answer.status == 200
    assert "Send a link, keep the page" in text
    assert 'href="https://t.me/a_bot"' in text


async def test_start_page_without_a_chat_has_no_button_to_it(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url, client.get(f"{url}/?q=words") as answer:
        text = await answer.text()

    assert answer.status == 200
    assert "Open the chat" not in text


async def test_robots_are_asked_to_stay_away(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url, client.get(f"{url}/robots.txt") as answer:
        text = await answer.text()

    assert (answer.content_type, text) == ("text/plain", "User-agent: *\nDisallow: /\n")
    assert answer.headers["X-Robots-Tag"] == "noindex"
