"""Our pages as a browser shows them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from html import escape
from itertools import product

import pytest
import pyvips
from playwright.async_api import Browser, Page, Route, async_playwright

from bot.services.cards import ResourceCard, SnapshotCard, VersionCard
from bot.services.receipts import read_receipt, write_receipt
from bot.services.visiting import Library
from capture.browser import find_browser
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import CAPTURED_AT, GIVEN, PERMALINK_ID, PUBLIC_URL, make_card, make_shelf, serve, store
from tests.bot.web.visitors import COOKIE, Door, make_visitor
from tests.receipts import RECEIPT

pytestmark = pytest.mark.browser

PATH = f"/s/{PERMALINK_ID}"
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield started
        await started.close()


async def make_tall_card(blobs: FileBlobStore) -> SnapshotCard:
    picture = pyvips.Image.black(1280, 9000, bands=3).jpegsave_buffer()
    versions = tuple(VersionCard(n, f"{PUBLIC_URL}/s/{n}", "complete", CAPTURED_AT) for n in (1, 2))
    return make_card(
        artifacts=(await store(blobs, "screenshot", "image/jpeg", picture, size=(1280, 9000)),),
        versions=versions,
        final_url="https://news.example/" + "a-very-long-path/" * 40,
        title="Unbreakable" * 30,
    )


async def open_page(browser: Browser, width: int, scheme: str) -> tuple[Page, list[str], list[str]]:
    """A page, what its console said, and what it asked for."""
    context = await browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = await context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    return page, said, asked


@pytest.mark.slow
async def test_pages_fit_break_no_policy_and_ask_nobody_else(blobs: FileBlobStore, browser: Browser) -> None:
    tall = await make_tall_card(blobs)
    failed = replace(GIVEN, permalink_id="failed-failed-failed-f", status="failed", label="timeout", error="timeout")
    waiting = replace(GIVEN, permalink_id="queued-queued-queued-q", status="queued", captured_at=None)

    async with serve(blobs, tall, failed, waiting, chat_url="https://t.me/a_bot") as url:
        paths = (PATH, f"/s/{failed.permalink_id}", f"/s/{waiting.permalink_id}", "/")
        for width, scheme, path in product(WIDTHS, SCHEMES, paths):
            page, said, asked = await open_page(browser, width, scheme)
            await page.goto(url + path)
            overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            await page.context.close()

            assert said == []
            assert all(address.startswith(url) for address in asked)
            assert overflow <= 0, (width, path)


async def test_tall_picture_has_its_place_before_it_comes(blobs: FileBlobStore, browser: Browser) -> None:
    async def never_come(route: Route) -> None:
        await route.abort()

    async with serve(blobs, await make_tall_card(blobs)) as url:
        page, _said, _asked = await open_page(browser, 390, "light")
        await page.route("**/screenshot", never_come)
        await page.goto(url + PATH)
        empty = await page.locator("figure img").bounding_box()
        await page.unroute("**/screenshot")
        await page.goto(url + PATH)
        await page.locator("figure img").evaluate("image => image.decode()")
        full = await page.locator("figure img").bounding_box()

    assert empty == full
    assert full is not None
    assert full["width"] == 390
    assert full["height"] == pytest.approx(390 * 9000 / 1280, abs=1)


async def test_dark_and_light_differ(blobs: FileBlobStore, browser: Browser) -> None:
    grounds = set()

    async with serve(blobs, GIVEN) as url:
        for scheme in SCHEMES:
            page, _said, _asked = await open_page(browser, 390, scheme)
            await page.goto(url + PATH)
            grounds.add(await page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert len(grounds) == 2


@pytest.mark.parametrize("width", WIDTHS)
async def test_picture_grows_where_it_stands_by_pointer_and_by_keys(
    width: int, blobs: FileBlobStore, browser: Browser
) -> None:
    async with serve(blobs, await make_tall_card(blobs)) as url:
        page, said, _asked = await open_page(browser, width, "light")
        await page.goto(url + PATH)
        link, picture = page.get_by_role("link", name="Picture of the page"), page.locator("figure img")
        small = await picture.evaluate("image => image.offsetWidth")
        await link.click(position={"x": small - 10, "y": 60})
        large = await picture.evaluate("image => image.offsetWidth")
        left = await link.evaluate("link => link.scrollLeft")
        await link.press("Escape")
        again = await picture.evaluate("image => image.offsetWidth")
        await link.press("Enter")
        before = await link.evaluate("link => link.scrollTop")
        await link.press("ArrowDown")
        await page.wait_for_function("before => document.querySelector('.zoomed').scrollTop > before", arg=before)
        pressed = await link.get_attribute("aria-expanded")
        overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert large >= 1280 > small == again
    assert left > 0, "what was pointed at is in sight"
    assert (pressed, page.url, said) == ("true", url + PATH, [])
    assert overflow <= 0


async def test_picture_opens_at_its_full_size_without_scripts(blobs: FileBlobStore, browser: Browser) -> None:
    async with serve(blobs, await make_tall_card(blobs)) as url:
        page = await browser.new_page(java_script_enabled=False)
        await page.goto(url + PATH)
        await page.locator("figure a").click(position={"x": 50, "y": 50})
        await page.wait_for_url("**/screenshot")


async def test_frames_of_a_private_page_show_their_pictures(blobs: FileBlobStore, browser: Browser) -> None:
    dot = pyvips.Image.black(7, 5, bands=3).pngsave_buffer()
    picture = ResourceCard(await blobs.put(dot), "image/png", len(dot))
    text = f"<p>kept</p><img src='assets/{picture.sha256}'>"
    for _ in range(3):
        text = f'<!doctype html><html><head><meta charset="utf-8"></head><body><iframe srcdoc="{escape(text)}">'
    page_card = await store(blobs, "page", "text/html", text.encode())
    card = make_card(artifacts=(page_card,), is_private=True, chat_id=1)
    ports = {**make_shelf({PERMALINK_ID: [picture]}), "visitors": Door(make_visitor(Library(1)))}
    ports["public_url"] = "http://127.0.0.1"

    async with serve(blobs, card, **ports) as url:
        page, said, _asked = await open_page(browser, 1280, "light")
        await page.context.add_cookies([{"name": "snapkeep", "value": COOKIE, "url": url, "sameSite": "Lax"}])
        await page.goto(url + PATH)
        inner = page.locator(".archived iframe").content_frame
        for _ in range(3):
            inner = inner.locator("iframe").content_frame
        size = await inner.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
        words = await inner.locator("p").inner_text()

    assert (size, words) == (7, "kept")
    assert said == []


async def test_archived_page_runs_no_script_and_sends_nothing(blobs: FileBlobStore, browser: Browser) -> None:
    hostile = (
        b"<!doctype html><title>kept</title><script>document.title='ran'</script>"
        b"<img src=/healthz onerror=\"document.title='ran'\"><iframe src='javascript:top.document.title=1'></iframe>"
        b"<link rel=stylesheet href=/static/style.css>"
        b"<style>body{background:url(/static/favicon.svg)}</style>"
    )
    card = make_card(artifacts=(await store(blobs, "page", "text/html", hostile),))
    blocked: list[tuple[str, str | None]] = []

    async with serve(blobs, card) as url:
        page, _said, _asked = await open_page(browser, 1280, "light")
        sent: list[str] = []
        page.on("requestfinished", lambda request: sent.append(request.url))
        page.on("requestfailed", lambda request: blocked.append((request.url, request.failure)))
        await page.goto(f"{url}{PATH}/page", wait_until="load")
        title = await page.title()

    assert title == "kept"
    assert sent == [f"{url}{PATH}/page"]
    assert {reason for _address, reason in blocked} == {"csp"}


@pytest.mark.slow
async def test_waiting_page_becomes_the_picture_by_itself(blobs: FileBlobStore, browser: Browser) -> None:
    tall = await make_tall_card(blobs)
    cards = iter([replace(tall, status="queued", artifacts=()), tall])

    async def next_card(_permalink_id: str) -> SnapshotCard:
        return next(cards, tall)

    async with serve(blobs, cards=next_card) as url:
        page, _said, _asked = await open_page(browser, 390, "light")
        await page.goto(url + PATH)
        assert await page.get_by_role("status").count() == 1
        await page.wait_for_selector("figure img", timeout=10_000)


@pytest.mark.slow
async def test_page_offers_what_was_awaited_as_soon_as_it_is_there(blobs: FileBlobStore, browser: Browser) -> None:
    tall = await make_tall_card(blobs)
    pdf = await store(blobs, "pdf", "application/pdf", b"%PDF-1.4")
    awaiting, whole = replace(tall, pending=("pdf",)), replace(tall, artifacts=(*tall.artifacts, pdf))
    cards = iter([awaiting, awaiting])

    async def next_card(_permalink_id: str) -> SnapshotCard:
        return next(cards, whole)

    async with serve(blobs, cards=next_card) as url:
        page, said, _asked = await open_page(browser, 390, "light")
        await page.goto(url + PATH)
        assert await page.get_by_role("status").inner_text() == "PDF in preparation"
        await page.wait_for_selector("a[href$='/pdf']", timeout=15_000)

    assert await page.get_by_role("status").count() == 0
    assert said == []


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
async def test_receipt_opens_and_fits(blobs: FileBlobStore, browser: Browser, width: int) -> None:
    long = replace(RECEIPT, headers=(("x-long", "y" * 900),), blocked=("a" * 60 + ".example:443",) * 9)
    card = replace(await make_tall_card(blobs), receipt=read_receipt(write_receipt(long)))

    async with serve(blobs, card) as url:
        page, said, _asked = await open_page(browser, width, "dark")
        await page.goto(url + PATH)
        promise = page.get_by_text("unchanged since it was kept here")
        was_visible = await promise.is_visible()
        await page.locator("#receipt summary").click()
        await promise.scroll_into_view_if_needed()

        assert not was_visible
        assert await promise.is_visible()
        assert await page.get_by_text(card.artifacts[0].sha256).is_visible()
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert said == []
