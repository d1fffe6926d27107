"""Feeds and public tags made on the web, as in the chat, and taken back."""

import re

import pytest
from aiohttp import ClientSession

from tests.house import FRIEND, TestHouse
from tests.webhouse import Reader, sign_in

ATOM = re.compile(r'href="[^"]*(/f/[A-Za-z0-9_-]+)\.atom"')
FEED = re.compile(r'name="feed" value="(\d+)"')


async def test_search_becomes_a_secret_feed_and_is_taken_back(house: TestHouse, browser: ClientSession) -> None:
    await house.save("https://example.com/a #石头")
    ann, stranger = await sign_in(house, browser), Reader(browser)

    assert "/feeds?q=%23" in (await ann.get("/?q=%23石头"))[1]
    assert 'value="#石头"' in (await ann.get("/feeds?q=%23石头"))[1]
    assert await ann.post("/feeds", deed="make", q="#石头") == 303

    page = (await ann.get("/feeds"))[1]
    (path,), (feed,) = ATOM.findall(page), FEED.findall(page)
    assert "example.com/a" in (await stranger.get(f"{path}.atom"))[1]
    assert (await stranger.get(path))[0] == 404
    assert path in (await house.ask("/feeds")).text
    assert await ann.post("/feeds", deed="back", feed=feed) == 303
    assert (await stranger.get(f"{path}.atom"))[0] == 404


async def test_tag_becomes_a_public_page_and_no_more(house: TestHouse, browser: ClientSession) -> None:
    await house.save("https://example.com/a #open")
    ann, stranger = await sign_in(house, browser), Reader(browser)

    await ann.post("/feeds", deed="publish", q="#open")
    page = (await ann.get("/feeds"))[1]
    (path,), (feed,) = ATOM.findall(page), FEED.findall(page)

    assert (await stranger.get(path))[0] == 200
    await ann.post("/feeds", deed="back", feed=feed)
    assert (await stranger.get(path))[0] == 404


async def test_group_publishes_tags_and_has_no_secret_that_those_who_leave_would_keep(
    house: TestHouse, browser: ClientSession
) -> None:
    group = await house.open_group()
    await house.save("https://example.com/a #open", chat=group)
    ann = await sign_in(house, browser)
    found = re.search(r"/\?library=(\d+)", (await ann.get("/"))[1])
    assert found is not None

    assert await ann.post("/feeds", deed="make", q="#open", library=found[1]) == 400
    assert await ann.post("/feeds", deed="publish", q="#open", library=found[1]) == 303

    page = (await ann.get(f"/feeds?library={found[1]}"))[1]
    assert len(ATOM.findall(page)) == 1
    assert 'value="make"' not in page
    assert ATOM.findall((await ann.get("/feeds"))[1]) == []


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"deed": "publish", "q": "two words"}, 422),
        ({"deed": "make", "q": "x" * 501}, 422),
        ({"deed": "everything"}, 400),
        ({"deed": "back", "feed": "999"}, 404),
        ({"deed": "back", "feed": "x"}, 400),
        ({"deed": "make", "form_token": "guessed"}, 403),
    ],
)
async def test_what_makes_no_sense_is_said(
    house: TestHouse, browser: ClientSession, fields: dict[str, str], status: int
) -> None:
    assert await (await sign_in(house, browser)).post("/feeds", **fields) == status


async def test_nobody_takes_back_what_is_anothers(house: TestHouse, browser: ClientSession) -> None:
    ann, ben = await sign_in(house, browser), await sign_in(house, browser, FRIEND)
    await ann.post("/feeds", deed="make", q="")
    (feed,) = FEED.findall((await ann.get("/feeds"))[1])

    assert await ben.post("/feeds", deed="back", feed=feed) == 404
    assert await Reader(browser).post("/feeds", deed="back", feed=feed) == 404
    assert len(FEED.findall((await ann.get("/feeds"))[1])) == 1
