import aiohttp
import pytest

from bot.localchat import LocalChat
from tests.bot.localchat.pictures import draw_picture

MARK = {"X-Local-Chat": "1"}


async def test_the_page_opens_with_its_key_only(chat: LocalChat) -> None:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies for an address without a name
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        for path in ("/", "/chat/state", "/static/app.js", "/chat/events", "/chat/file/x", "/?key=wrong"):
            async with session.get(chat.api_root + path) as response:
                assert response.status == 403, path
        async with session.get(chat.page_url, allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (303, "/")
            cookie = response.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
        async with session.get(chat.api_root + "/") as response:
            assert response.status == 200
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]


async def test_a_post_from_elsewhere_is_refused(chat: LocalChat) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await session.get(chat.page_url)
        async with session.post(f"{chat.api_root}/chat/send", json={"text": "x"}) as response:
            assert response.status == 403
        async with session.post(f"{chat.api_root}/chat/send", json={"text": "x"}, headers=MARK) as response:
            assert response.status == 200

    assert [message.text for message in chat.messages(1)] == ["x"]


@pytest.mark.parametrize("name", ["../config.py", "%2e%2e%2fconfig.py", "index.html", "nothing.js"])
async def test_nothing_but_the_pages_own_files_is_served(chat: LocalChat, name: str) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await session.get(chat.page_url)
        async with session.get(f"{chat.api_root}/static/{name}") as response:
            assert response.status in (403, 404)


async def test_a_picture_from_the_page_reaches_the_bot(chat: LocalChat) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await session.get(chat.page_url)
        url = f"{chat.api_root}/chat/photo?caption=https://example.com"
        async with session.post(url, data=draw_picture(30, 30), headers=MARK) as response:
            assert response.status == 200
        async with session.post(url, data=b"no picture", headers=MARK) as response:
            assert response.status == 400

    [message] = chat.messages(1)
    assert message.caption == "https://example.com"


async def test_the_sample_page_stands_apart(chat: LocalChat) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(chat.sample_url) as response:
            assert "一杯好茶" in await response.text()
        async with session.get(chat.sample_url.replace("/tea", "/moon")) as response:
            assert response.status == 200
        async with session.get(chat.sample_url.replace("/tea", "/chat/state")) as response:
            assert response.status == 404
