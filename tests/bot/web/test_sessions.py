"""What is open: listed, and ended at once."""

import asyncio
import re

import pytest
from aiohttp import ClientSession

from tests.house import FRIEND, TestHouse
from tests.webhouse import COOKIE, Reader, sign_in

END = re.compile(r'name="session" value="(\d+)"')
REVOKE = re.compile(r'name="token" value="(\d+)"')
FIREFOX = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"}


async def test_every_browser_is_listed_in_plain_words_and_this_one_is_named(
    house: TestHouse, browser: ClientSession
) -> None:
    await sign_in(house, browser)
    browser.headers.update(FIREFOX)
    here = await sign_in(house, browser)

    status, page = await here.get("/sessions")

    assert status == 200
    assert len(END.findall(page)) == 2
    assert page.index("Firefox on Windows") < page.index("this browser") < page.index("last used")
    assert page.count("this browser") == 1


async def test_browser_that_was_signed_out_sees_nothing_from_then_on(house: TestHouse, browser: ClientSession) -> None:
    await house.save("https://example.com/mine")
    lost, here = await sign_in(house, browser), await sign_in(house, browser)
    _, other = END.findall((await here.get("/sessions"))[1])

    assert await here.post("/sessions", deed="end", session=other) == 303

    assert "example.com" not in (await lost.get("/"))[1]
    assert (await lost.get("/sessions"))[0] == 404
    assert "example.com" in (await here.get("/"))[1]


async def test_all_the_others_are_signed_out_at_once_and_this_one_stays(
    house: TestHouse, browser: ClientSession
) -> None:
    others, here = [await sign_in(house, browser) for _ in range(3)], await sign_in(house, browser)
    theirs = await sign_in(house, browser, FRIEND)

    assert await here.post("/sessions", deed="others") == 303

    assert [(await one.get("/sessions"))[0] for one in (*others, here, theirs)] == [404, 404, 404, 200, 200]


async def test_stream_that_is_open_ends_with_its_session(house: TestHouse, browser: ClientSession) -> None:
    lost, here = await sign_in(house, browser), await sign_in(house, browser)
    async with browser.get("/events", headers={"Cookie": f"{COOKIE}={lost.cookie}"}) as stream:
        await stream.content.readuntil(b"\n\n")

        await here.post("/sessions", deed="others")

        async with asyncio.timeout(8):  # it is looked at every second; asked thoroughly after ten
            await stream.content.read()
            assert stream.content.at_eof()


async def test_ending_ones_own_session_leads_to_the_start_page(house: TestHouse, browser: ClientSession) -> None:
    here = await sign_in(house, browser)
    (own,) = END.findall((await here.get("/sessions"))[1])
    fields = {"form_token": await here.form_token(), "deed": "end", "session": own}

    async with browser.post(
        "/sessions", data=fields, headers={"Cookie": f"{COOKIE}={here.cookie}"}, allow_redirects=False
    ) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert (await here.get("/sessions"))[0] == 404


async def test_token_is_listed_without_its_secret_and_revoked(house: TestHouse, browser: ClientSession) -> None:
    answer = (await house.ask("/token my phone")).text
    here = await sign_in(house, browser)
    page = (await here.get("/sessions"))[1]
    (token,) = REVOKE.findall(page)

    assert "my phone" in page
    assert next(word for word in answer.split() if word.startswith("snapkeep_")) not in page
    assert await here.post("/sessions", deed="revoke", token=token) == 303
    assert "my phone" not in (await here.get("/sessions"))[1]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"deed": "others", "form_token": "guessed"}, 403),
        ({"deed": "everything"}, 400),
        ({}, 400),
        ({"deed": "end", "session": "x"}, 400),
        ({"deed": "end", "session": "999"}, 404),
        ({"deed": "revoke", "token": "999"}, 404),
    ],
)
async def test_what_no_page_of_ours_sends_changes_nothing(
    house: TestHouse, browser: ClientSession, fields: dict[str, str], status: int
) -> None:
    other, here = await sign_in(house, browser), await sign_in(house, browser)

    assert await here.post("/sessions", **fields) == status

    assert [(await one.get("/sessions"))[0] for one in (other, here)] == [200, 200]


async def test_strangers_find_nothing_here(browser: ClientSession) -> None:
    assert (await Reader(browser).get("/sessions"))[0] == 404
