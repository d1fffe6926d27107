"""The Mini App: from what Telegram says of somebody to their library."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, async_playwright

from capture.browser import find_browser
from tests.house import FRIEND, OWNER, PUBLIC_URL, STRANGER, TestHouse
from tests.openings import make_opening
from tests.site.axe import find_barriers
from tests.webhouse import COOKIE, Reader, serve_house, sign_in

LOOPBACK = "http://127.0.0.1"
SOON = 20_000  # milliseconds


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"]
        )
        yield started
        await started.close()


def opening_of(house: TestHouse, user: int = OWNER, age: timedelta = timedelta()) -> str:
    return make_opening(house.chat.token, user, datetime.now(UTC) - age)


async def enter(browser: ClientSession, init_data: str, cookie: str = "", **headers: str) -> tuple[int, str]:
    """Hand over what Telegram said; the status, and the cookie."""
    sent = headers | ({"Cookie": f"{COOKIE}={cookie}"} if cookie else {})
    async with browser.post("/app", data={"init_data": init_data}, headers=sent, allow_redirects=False) as answer:
        made = answer.cookies.get(COOKIE)
        return answer.status, made.value if made else ""


async def test_who_opens_it_is_in_their_own_library(house: TestHouse, browser: ClientSession) -> None:
    await house.save("https://example.com/mine")
    await house.save("https://example.org/theirs", user=FRIEND)

    status, cookie = await enter(browser, opening_of(house))
    page = (await Reader(browser, cookie).get("/"))[1]

    assert status == 303
    assert "example.com" in page
    assert "example.org" not in page
    assert "Telegram" in (await Reader(browser, cookie).get("/sessions"))[1]


async def test_what_telegram_said_opens_once_of_many_at_once_too(house: TestHouse, browser: ClientSession) -> None:
    init_data = opening_of(house)

    outcomes = await asyncio.gather(*(enter(browser, init_data) for _ in range(10)))

    assert sorted(status for status, _ in outcomes) == [303] + [403] * 9


@pytest.mark.parametrize("age", [timedelta(minutes=5, seconds=1), timedelta(days=1), timedelta(minutes=-2)])
async def test_what_is_old_or_of_the_future_opens_nothing(
    house: TestHouse, browser: ClientSession, age: timedelta
) -> None:
    assert await enter(browser, opening_of(house, age=age)) == (403, "")


async def test_forged_foreign_and_strangers_open_nothing(house: TestHouse, browser: ClientSession) -> None:
    await house.chat.add_user(STRANGER, "Eve")
    foreign = make_opening("4343:another-bot", OWNER, datetime.now(UTC))
    forged = opening_of(house, FRIEND).replace(str(FRIEND), str(OWNER))

    for init_data in ("", foreign, forged, opening_of(house, STRANGER), opening_of(house, 31337)):
        assert await enter(browser, init_data) == (403, "")


async def test_looking_again_needs_no_new_session_but_another_account_does(
    house: TestHouse, browser: ClientSession
) -> None:
    init_data = opening_of(house)
    _, cookie = await enter(browser, init_data)

    assert await enter(browser, init_data, cookie) == (303, "")
    status, other = await enter(browser, opening_of(house, FRIEND), cookie)
    assert (status, other not in {"", cookie}) == (303, True)
    assert await enter(browser, init_data, other) == (403, "")


async def test_another_site_cannot_open_it(house: TestHouse, browser: ClientSession) -> None:
    init_data = opening_of(house)

    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert await enter(browser, init_data, **headers) == (403, "")
    assert (await enter(browser, init_data))[0] == 303


async def test_only_its_page_may_be_framed_and_only_by_telegram_web(house: TestHouse, browser: ClientSession) -> None:
    cookie = (await sign_in(house, browser)).cookie
    policies = {}

    for path in ("/app", "/", "/sessions"):
        async with browser.get(path, headers={"Cookie": f"{COOKIE}={cookie}"}) as answer:
            policies[path] = answer.headers["Content-Security-Policy"].rpartition("; ")[2]

    assert policies == {
        "/app": "frame-ancestors https://web.telegram.org",
        "/": "frame-ancestors 'none'",
        "/sessions": "frame-ancestors 'none'",
    }


async def test_chat_offers_it_beside_the_link(house: TestHouse) -> None:
    answer = await house.ask("/web")

    inside = next(button for button in answer.buttons if button.text == "Open in Telegram")
    assert (inside.kind, inside.value) == ("web_app", f"{PUBLIC_URL}/app")


@pytest.mark.browser
@pytest.mark.slow
async def test_in_a_real_browser_telegrams_address_leads_to_the_library(house: TestHouse, chromium: Browser) -> None:
    await house.save("https://example.com/mine")
    async with serve_house(house, LOOPBACK) as url:
        context = await chromium.new_context(viewport={"width": 390, "height": 844}, locale="en")
        page, said = await context.new_page(), list[str]()
        page.on("console", lambda message: said.append(message.text))
        await page.goto(f"{url}/app")
        assert await page.get_by_text("Send /web in the chat").is_visible()
        assert await find_barriers(page) == []

        data = quote(opening_of(house), safe="")
        await page.goto("about:blank")
        await page.goto(f"{url}/app#tgWebAppData={data}&tgWebAppVersion=8.0&tgWebAppPlatform=android")
        await page.locator("#links").get_by_role("link").first.wait_for(timeout=SOON)

        assert page.url == f"{url}/"
        assert await find_barriers(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert said == []


@pytest.mark.browser
@pytest.mark.slow
async def test_in_a_frame_a_tab_of_its_own_is_offered(house: TestHouse, chromium: Browser) -> None:
    await house.save("https://example.com/mine")
    async with serve_house(house, LOOPBACK) as url:
        context = await chromium.new_context(viewport={"width": 390, "height": 844}, locale="en")
        page = await context.new_page()
        frame = f'<iframe src="{url}/app#tgWebAppData={quote(opening_of(house), safe="")}"></iframe>'
        await context.route(
            "https://web.telegram.org/**", lambda route: route.fulfill(body=frame, content_type="text/html")
        )
        await page.goto("https://web.telegram.org/k/")
        async with context.expect_page() as opened:
            await page.frame_locator("iframe").get_by_role("link", name="Open", exact=True).click()
        tab = await opened.value
        await tab.locator("#links").get_by_role("link").first.wait_for(timeout=SOON)

        assert tab.url == f"{url}/"
