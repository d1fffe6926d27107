"""From /web in the chat to the library in a browser, and out again."""

import asyncio

from aiohttp import ClientSession

from tests.house import FRIEND, STRANGER, TestHouse
from tests.queries import listen_to_queries
from tests.webhouse import COOKIE, ask_for_link, enter, open_browser


async def look(browser: ClientSession, cookie: str, path: str = "/") -> str:
    async with browser.get(path, headers={"Cookie": f"{COOKIE}={cookie}"}) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_link_opens_ones_own_library_and_nobody_elses(house: TestHouse) -> None:
    await house.save("https://example.com/mine")
    await house.save("https://example.org/theirs", user=FRIEND)
    async with open_browser(house) as browser:
        status, cookie = await enter(browser, await ask_for_link(house))
        page = await look(browser, cookie)

        assert status == 303
        assert "example.com" in page
        assert "example.org" not in page
        assert "example.com" not in await look(browser, "")


async def test_page_asks_the_database_six_times_at_most_the_session_included(house: TestHouse) -> None:
    await house.save("https://example.com/mine #tag")
    async with open_browser(house) as browser:
        _, cookie = await enter(browser, await ask_for_link(house))
        await look(browser, cookie)  # and weigh the library, which is remembered
        for path in ("/", "/?sort=title", "/?q=example", "/?q=%23tag+example"):
            with listen_to_queries() as questions:
                await look(browser, cookie, path)

            assert 0 < len(questions) <= 6, path


async def test_cookie_is_hidden_from_scripts_and_bound_to_the_host(house: TestHouse) -> None:
    async with open_browser(house) as browser, browser.post(await ask_for_link(house), allow_redirects=False) as answer:
        header = answer.headers["Set-Cookie"]

    assert header.startswith(f"{COOKIE}=")
    for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=7776000"):
        assert part in header
    assert "Domain" not in header


async def test_looking_at_the_link_does_not_use_it_up(house: TestHouse) -> None:
    async with open_browser(house) as browser:
        path = await ask_for_link(house)
        for _ in range(3):
            async with browser.get(path) as answer:
                assert (answer.status, "Set-Cookie" in answer.headers) == (200, False)

        assert (await enter(browser, path))[0] == 303


async def test_of_fifty_who_press_at_once_one_is_let_in(house: TestHouse) -> None:
    async with open_browser(house) as browser:
        path = await ask_for_link(house)
        outcomes = await asyncio.gather(*(enter(browser, path) for _ in range(50)))

    assert sorted(status for status, _ in outcomes) == [303] + [410] * 49


async def test_another_site_cannot_press_the_button(house: TestHouse) -> None:
    async with open_browser(house) as browser:
        path = await ask_for_link(house)
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            async with browser.post(path, headers=headers, allow_redirects=False) as answer:
                assert answer.status == 403

        assert (await enter(browser, path))[0] == 303


async def test_signing_out_takes_the_sessions_own_token_and_ends_it(house: TestHouse) -> None:
    async with open_browser(house) as browser:
        _, cookie = await enter(browser, await ask_for_link(house))
        token = (await look(browser, cookie)).partition('name="form_token" value="')[2].partition('"')[0]
        headers = {"Cookie": f"{COOKIE}={cookie}"}
        async with browser.post("/out", data={"form_token": "guessed"}, headers=headers) as answer:
            assert answer.status == 403
        async with browser.post("/out", data={"form_token": token}, headers=headers, allow_redirects=False) as answer:
            assert answer.status == 303

        assert 'name="form_token"' not in await look(browser, cookie)


async def test_in_a_group_there_is_no_link(house: TestHouse) -> None:
    group = await house.open_group()

    answer = await house.ask("/web", chat=group)

    assert "/in/" not in answer.text
    assert "private" in answer.text


async def test_stranger_gets_no_link(house: TestHouse) -> None:
    await house.chat.add_user(STRANGER, "Eve")

    assert "/in/" not in (await house.ask("/web", user=STRANGER)).text
