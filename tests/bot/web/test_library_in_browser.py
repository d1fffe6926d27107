"""The library as a browser shows it: on a phone and a desktop, light and dark, with and without scripts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.services.showing import show_permalink
from bot.services.visiting import Library
from capture.browser import find_browser
from models.api_tokens import create_api_token
from models.blobs.file import FileBlobStore
from models.feeds import create_feed
from models.links import bin_link
from models.sessions import create_session
from models.shares import create_share
from models.snapshots import find_latest
from models.tables import Chat, Link, Person
from models.tags import add_tags, list_link_tags
from tests.bot.web.cards import serve
from tests.bot.web.visitors import COOKIE, Door, make_visitor
from tests.factories import (
    NOW,
    make_chat,
    make_failed,
    make_finished,
    make_link,
    make_outcome,
    make_person,
    make_snapshot,
)
from tests.ports import open_desk
from tests.site.axe import find_barriers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOKEN = "shared-shared-shared-x"


@asynccontextmanager
async def open_library(
    blobs: FileBlobStore, folder: Path, chat: Chat, person: Person | None = None
) -> AsyncIterator[tuple[str, Browser]]:
    root = "http://127.0.0.1"
    person = person or await make_person()
    door, ports = Door(make_visitor(Library(chat.id), person_id=person.id)), open_desk(folder).ports()
    async with (
        serve(
            blobs,
            public_url=root,
            visitors=door,
            services=ports,
            cards=lambda permalink_id: show_permalink(permalink_id, root),
        ) as url,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield url, browser
        await browser.close()


async def open_page(
    browser: Browser, url: str, *, width: int = 1280, scheme: str = "light", script: bool = True
) -> Page:
    context = await browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
    )
    await context.add_cookies([{"name": "snapkeep", "value": COOKIE, "url": f"http://{urlsplit(url).netloc}"}])
    page = await context.new_page()
    await page.goto(url)
    return page


async def fill(chat: Chat) -> list[Link]:
    links = [await make_link(chat) for _ in range(3)]
    await make_finished(links[0], outcome=make_outcome(title="石头的故事"), artifacts=())
    await make_failed(links[1])
    await make_snapshot(links[2])
    await add_tags(links[0], ["阅读"])
    return links


async def open_everything(chat: Chat, person: Person) -> None:
    """Browsers, a script's token with a long name, a shared page and a public tag."""
    now = datetime.now(UTC)
    agent = "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/26.0 Mobile Safari/537.36"
    await create_session(person.id, "a", agent, now, now + timedelta(days=1))
    await create_session(person.id, "b", "", now, now + timedelta(days=1))
    await create_api_token(person.id, "c", "shortcut" * 7, now)
    link = await make_link(chat)
    shared = await make_finished(link, outcome=make_outcome(title="قصة الحجر"), artifacts=())
    await add_tags(link, ["阅读"])
    await create_share(shared.id, TOKEN, person.id, now + timedelta(days=1), now)
    await create_feed(chat.id, "#阅读", TOKEN, now, is_public=True)


async def test_library_fits_and_has_no_barriers(database: Path, tmp_path: Path, blobs: FileBlobStore) -> None:
    chat = await make_chat()
    await fill(chat)

    async with open_library(blobs, tmp_path, chat) as (url, browser):
        for width, scheme, path in product((390, 1280), ("light", "dark"), ("/", "/?view=list&q=%23阅读", "/s/none")):
            page = await open_page(browser, url + path, width=width, scheme=scheme)
            overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")

            assert await find_barriers(page) == [], (width, scheme, path)
            assert overflow <= 0, (width, path)
            await page.context.close()


async def test_the_other_pages_fit_and_have_no_barriers(database: Path, tmp_path: Path, blobs: FileBlobStore) -> None:
    chat = await make_chat()
    links = await fill(chat)
    await bin_link(links[1].id, NOW)
    person = await make_person()
    await open_everything(chat, person)
    own = ("/bin", "/tools", "/share-target?url=https://example.com", "/sessions", "/feeds?q=%23石头")
    paths = (*own, f"/x/{TOKEN}", f"/f/{TOKEN}", "/in/aaaaaaaaaaaaaaaaaaaaaa", "/nowhere")

    async with open_library(blobs, tmp_path, chat, person) as (url, browser):
        for (width, scheme), path in product(((390, "dark"), (1280, "light")), paths):
            page = await open_page(browser, url + path, width=width, scheme=scheme)
            overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")

            assert await find_barriers(page) == [], (width, scheme, path)
            assert overflow <= 0, (width, path)
            await page.context.close()


async def test_everything_can_be_done_without_scripts(database: Path, tmp_path: Path, blobs: FileBlobStore) -> None:
    chat = await make_chat()
    links = await fill(chat)

    async with open_library(blobs, tmp_path, chat) as (url, browser):
        page = await open_page(browser, url, script=False)
        for box in await page.get_by_role("checkbox").all():
            await box.check()
        await page.get_by_label("Tags to put on").fill("later")
        await page.get_by_role("button", name="Tag", exact=True).click()
        await page.get_by_text("3 links tagged.").wait_for(timeout=5000)
        await page.get_by_role("searchbox").fill("石头")
        await page.get_by_role("button", name="Search").click()
        await page.get_by_text("1 link", exact=False).first.wait_for(timeout=5000)
        titles = await page.locator(".what h2").all_inner_texts()

    tags = await list_link_tags([link.id for link in links])
    assert all("later" in borne for borne in tags.values())
    assert titles == ["石头的故事"]


async def test_keys_search_walk_and_select(database: Path, tmp_path: Path, blobs: FileBlobStore) -> None:
    chat = await make_chat()
    await fill(chat)

    async with open_library(blobs, tmp_path, chat) as (url, browser):
        page = await open_page(browser, url)
        for key in ("j", "j", "x"):
            await page.keyboard.press(key)
        checked = await page.get_by_role("checkbox").evaluate_all("boxes => boxes.map(box => box.checked)")
        await page.keyboard.press("/")
        await page.keyboard.type("x/j")
        typed = await page.get_by_role("combobox").input_value()
        await page.keyboard.press("Escape")
        await page.locator("h1").click(force=True)
        await page.keyboard.press("?")
        await page.get_by_role("dialog", name="Keys").wait_for(timeout=5000)

        assert await find_barriers(page) == []
        assert checked == [False, True, False]
        assert typed == "x/j"


async def test_added_link_goes_from_waiting_to_done_without_a_reload(
    database: Path, tmp_path: Path, blobs: FileBlobStore
) -> None:
    chat = await make_chat()

    async with open_library(blobs, tmp_path, chat) as (url, browser):
        page = await open_page(browser, url)
        await page.evaluate("window.isSame = true")
        await page.locator(".add summary").click()
        await page.get_by_label("Address").fill("gopher://example.com")
        await page.get_by_role("button", name="Keep it").click()
        await page.get_by_role("alert").wait_for(timeout=5000)
        await page.get_by_label("Address").fill("example.com/new")
        await page.get_by_role("button", name="Keep it").click()
        await page.get_by_text("1 capture under way").wait_for(timeout=5000)
        await page.get_by_role("link", name="example.com/new").wait_for(timeout=5000)
        await page.wait_for_timeout(300)  # until the page listens
        await make_finished(await Link.get(chat_id=chat.id), outcome=make_outcome(title="It came"), artifacts=())
        await page.get_by_role("link", name="It came").wait_for(timeout=10_000)

        assert await page.evaluate("window.isSame")
        assert not await page.get_by_text("capture under way").is_visible()


async def test_library_grows_while_it_is_scrolled_and_links_are_sorted_out_in_place(
    database: Path, tmp_path: Path, blobs: FileBlobStore
) -> None:
    chat = await make_chat()
    links = [await make_link(chat) for _ in range(70)]
    for link in links:
        await make_finished(link, artifacts=())

    async with open_library(blobs, tmp_path, chat) as (url, browser):
        page = await open_page(browser, url)
        await page.evaluate("window.isSame = true")
        assert await page.locator("#links > li").count() == 60
        await page.locator("#pager").scroll_into_view_if_needed()
        await page.locator("#links > li").nth(69).wait_for(timeout=10_000)
        await page.locator("#links > li").nth(69).get_by_role("checkbox").check()
        await page.locator("#links > li").nth(0).get_by_role("checkbox").check()
        await page.get_by_label("Tags to put on").fill("later")
        await page.get_by_role("button", name="Tag", exact=True).click()
        await page.get_by_text("2 links tagged.").wait_for(timeout=5000)
        await page.locator("#links > li").nth(69).get_by_role("link", name="#later").wait_for(timeout=5000)
        await page.locator("#links > li").nth(1).get_by_role("checkbox").check()
        await page.get_by_role("button", name="Delete").click()
        await expect(page.locator("#links > li")).to_have_count(69)

        assert await page.evaluate("window.isSame")
        assert await page.get_by_role("link", name="#later").count() == 2


async def test_search_box_suggests_what_the_library_has(database: Path, tmp_path: Path, blobs: FileBlobStore) -> None:
    chat = await make_chat()
    links = await fill(chat)
    await add_tags(links[1], ["stories"])

    async with open_library(blobs, tmp_path, chat) as (url, browser):
        page = await open_page(browser, url)
        await page.get_by_role("combobox").press_sequentially("st")
        await page.get_by_role("option", name="#stories").wait_for(timeout=5000)
        barriers = await find_barriers(page)
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**q=%23stories*", timeout=5000)

        assert barriers == []
        assert await page.locator("#links > li").count() == 1


async def test_permalink_page_of_its_people_has_no_barriers(
    database: Path, tmp_path: Path, blobs: FileBlobStore
) -> None:
    chat = await make_chat()
    links = await fill(chat)
    latest = await find_latest(links[0].id)
    assert latest is not None

    async with open_library(blobs, tmp_path, chat) as (url, browser):
        for width, scheme in product((390, 1280), ("light", "dark")):
            page = await open_page(browser, f"{url}/s/{latest.permalink}", width=width, scheme=scheme)

            assert await page.get_by_label("Tags").input_value() == "#阅读"
            assert await find_barriers(page) == [], (width, scheme)
            await page.context.close()
