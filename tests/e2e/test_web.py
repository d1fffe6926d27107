"""The walk through the web, from the chat into the library and out to a share, with every part real."""

import re
from collections.abc import AsyncIterator
from time import perf_counter

import pytest
from aiohttp import ClientSession
from playwright.async_api import BrowserContext, Page, async_playwright, expect
from pytest_asyncio import fixture as async_fixture

from bot.localchat import LocalChat
from capture.browser import find_browser
from tests.e2e.conftest import OWNER
from tests.e2e.service import Service
from tests.e2e.test_changes import NEW, OLD
from tests.e2e.test_main_job import reply_to
from tests.patience import until_found
from tests.site.axe import find_barriers
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIGN_IN = re.compile(r"http://127\.0\.0\.1:\d+/in/[A-Za-z0-9_-]+")
SOON = 30_000  # milliseconds, for what takes a capture


@async_fixture
async def desktop() -> AsyncIterator[BrowserContext]:
    """A browser that nobody has signed in."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield await browser.new_context(viewport={"width": 1280, "height": 900}, locale="en")
        await browser.close()


async def test_walk_from_the_chat_through_the_library_to_a_share_that_is_taken_back(
    service: Service, chat: LocalChat, site: Site, desktop: BrowserContext
) -> None:
    page, said = await desktop.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    await sign_in_from_the_chat(page, chat)
    await add_and_watch_it_finish(page, site)
    await add_the_rest_in_the_chat(page, chat, site)
    await search_in_chinese_and_tag_twenty_at_once(page)
    await compare_versions(page, site)
    await share_and_take_it_back(page)

    assert said == []


async def sign_in_from_the_chat(page: Page, chat: LocalChat) -> None:
    answer = await reply_to(chat, await chat.send_text(OWNER, OWNER, "/web"))
    found = SIGN_IN.search(answer.words)
    assert found is not None
    await page.goto(found.group())
    assert await find_barriers(page) == []
    await page.get_by_role("main").get_by_role("button").click()
    await expect(page.get_by_role("combobox")).to_be_visible()
    assert await find_barriers(page) == []


async def add_and_watch_it_finish(page: Page, site: Site) -> None:
    site.living["ferry"] = f'<html lang="en">{OLD}'
    await page.locator(".add summary").click()
    await page.get_by_label("Address").fill(site.url("/living/ferry"))
    await page.get_by_role("button", name="Keep it").click()
    await expect(page.get_by_role("link", name="living/ferry")).to_be_visible()
    await expect(page.get_by_text("1 link", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name="Ferry", exact=True)).to_be_visible(timeout=SOON)
    await expect(page.locator("#links .kept img")).to_have_count(1)
    assert await page.locator("#links .kept img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


async def add_the_rest_in_the_chat(page: Page, chat: LocalChat, site: Site) -> None:
    for number in range(20):
        site.living[f"tea{number}"] = (
            f"<meta charset=utf-8><title>茶 {number}</title><p>乌龙茶的故事，第 {number} 回。</p>"
        )
    await chat.send_text(OWNER, OWNER, "\n".join(site.url(f"/living/tea{number}") for number in range(20)))

    async def are_there() -> bool:
        await page.reload()  # links that were not there before come with the page
        return await page.locator("#links .kept").count() == 21

    await until_found(are_there, 90)


async def search_in_chinese_and_tag_twenty_at_once(page: Page) -> None:
    await page.get_by_role("combobox").fill("乌龙茶")
    await page.get_by_role("button", name="Search").click()
    await expect(page.locator("#links > li")).to_have_count(20)
    await page.locator("#links > li").first.get_by_role("checkbox").check()
    await page.get_by_role("button", name="Select all").click()
    await page.get_by_label("Tags to put on").fill("茶")
    await page.get_by_role("button", name="Tag", exact=True).click()
    await expect(page.get_by_text("20 links tagged.")).to_be_visible()
    await expect(page.locator("#links").get_by_role("link", name="#茶")).to_have_count(20)
    assert await find_barriers(page) == []


async def compare_versions(page: Page, site: Site) -> None:
    site.living["ferry"] = f'<html lang="en">{NEW}'
    await page.goto(f"{page.url.partition('?')[0]}?q=ferry")
    await page.locator("#links > li").first.get_by_role("checkbox").check()
    await page.get_by_role("button", name="Capture again").click()
    await expect(page.locator("#links .waiting")).to_have_count(1)
    await expect(page.locator("#links .kept")).to_have_count(1, timeout=SOON)
    await page.get_by_role("link", name="Ferry").click()
    assert await find_barriers(page) == []
    await read_the_article(page)
    await page.get_by_role("link", name="What changed?").click()
    await expect(page.get_by_text("It never sails on Sundays.")).to_be_visible()
    assert await find_barriers(page) == []


async def read_the_article(page: Page) -> None:
    """Nothing runs in an article, axe neither: it looks at the same text in a page of its own."""
    await page.get_by_role("link", name="Read").click()
    await expect(page.get_by_text("It never sails on Sundays.")).to_be_visible()
    beside = await page.context.new_page()
    await beside.set_content(await page.content())
    assert await find_barriers(beside) == []
    await beside.close()
    await page.go_back()


async def share_and_take_it_back(page: Page) -> None:
    await page.go_back()
    await page.get_by_label("Share for").select_option("1h")
    await page.get_by_role("button", name="Share", exact=True).click()
    shared = page.locator("#shares a")
    await expect(shared).to_have_count(1)
    address = str(await shared.get_attribute("href"))
    async with ClientSession() as stranger:
        async with stranger.get(address) as answer:
            text = await answer.text()
        assert answer.status == 200
        assert "Ferry" in text
        assert "form_token" not in text
        started = perf_counter()
        await page.get_by_role("button", name="Take back").click()
        await expect(shared).to_have_count(0)
        for end in ("", "/screenshot"):
            async with stranger.get(f"{address}{end}") as answer:
                assert answer.status == 404  # for the first who asks after the button has been pressed
    print(f"\ntaken back: 404 after {perf_counter() - started:.2f} s")  # noqa: T201 - the figure, for `pytest -s`
