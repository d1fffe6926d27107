"""`make pictures`: the pictures of the README, taken of the real program in a real browser."""

import asyncio
import re
import tempfile
from pathlib import Path

import pyvips
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from capture.browser import find_browser
from tests.e2e.service import Service, run_service
from tests.site.sample_pages import SAMPLES
from tests.site.server import Site, open_site

FOLDER = Path(__file__).parents[1] / "docs" / "img"
STATIC = Path(__file__).parents[1] / "bot/web/static"
SOON = 60_000
PHONE, DESKTOP = (390, 844), (1280, 860)
SIGN_IN = re.compile(r"http://127\.0\.0\.1:\d+/in/[A-Za-z0-9_-]+")
NEWS = "<p>From December the last ferry leaves at eight. 十二月起末班船八点开。</p>"


def draw_icons() -> None:
    """Draw the icons of the app from our sign; a maskable one fills its square, for phones cut it to their shape."""
    sign = (STATIC / "favicon.svg").read_text("utf-8")
    for name, svg in (("icon", sign), ("maskable", sign.replace('rx="15"', 'rx="0"'))):
        for size in (192, 512):
            picture = pyvips.Image.svgload_buffer(svg.encode(), scale=size / 64)
            picture.pngsave(str(STATIC / f"{name}-{size}.png"), palette=True)


async def main() -> None:
    """Walk through the chat as a newcomer does, then through a library, and take a picture of what there is to see."""
    draw_icons()
    with tempfile.TemporaryDirectory(prefix="snapkeep-pictures-") as folder:
        async with run_service(Path(folder)) as service, open_site() as site, async_playwright() as playwright:
            address = (await service.wait_for_line("Local chat:")).partition(": ")[2]
            browser = await playwright.chromium.launch(executable_path=find_browser())
            permalink = await picture_chat(browser, address)
            await keep(await (await open_window(browser, PHONE)).new_page(), "permalink", permalink)
            await picture_library(browser, address, service, site)
            await browser.close()


async def picture_chat(browser: Browser, address: str) -> str:
    """Save the sample page, label it, and return its permalink."""
    page = await (await open_window(browser, PHONE)).new_page()
    await page.goto(address)
    await page.get_by_role("button", name="Start").click()
    await page.get_by_role("button", name="Send this sample link").click()
    link = page.get_by_role("link", name="/s/").first
    await link.wait_for(timeout=SOON)
    await page.wait_for_timeout(1500)  # the page scrolls to the answer
    await keep(page, "chat")
    return str(await link.get_attribute("href"))


async def picture_library(browser: Browser, address: str, service: Service, site: Site) -> None:
    """Fill a library in the browser, and look at it in daylight, in the dark, on a phone and in Chinese."""
    context = await open_window(browser, DESKTOP)
    page = await context.new_page()
    await sign_in(page, address)
    for sample in reversed(SAMPLES):
        site.living[sample.name] = sample.render()
        await add(page, site.url(f"/living/{sample.name}"), sample.tags)
        await expect(page.locator("#links .kept").get_by_role("link", name=sample.title)).to_be_visible(timeout=SOON)
    await page.reload()
    await keep(page, "library")
    await page.get_by_role("combobox").press_sequentially("re", delay=80)
    await page.get_by_role("option").first.wait_for()
    await keep(page, "suggestions")
    await picture_changes(page, service, site)
    cookies = await context.cookies()
    for name, size, language in (("library-phone", PHONE, "en"), ("library-zh", DESKTOP, "zh-CN")):
        dark = await open_window(browser, size, scheme="dark", language=language)
        await dark.add_cookies([{"name": one["name"], "value": one["value"], "url": service.root} for one in cookies])
        await keep(await dark.new_page(), name, service.root)


async def picture_changes(page: Page, service: Service, site: Site) -> None:
    """Let a page change, capture it again, and look at what is different."""
    site.living["ferry"] = SAMPLES[0].render(NEWS)
    await page.goto(f"{service.root}/?q=ferry")
    await first_link(page).get_by_role("checkbox").check()
    await page.get_by_role("button", name="Capture again").click()
    await expect(page.locator("#links .waiting")).to_have_count(1)
    await expect(page.locator("#links .kept")).to_have_count(1, timeout=SOON)
    await first_link(page).get_by_role("link", name="Ferry").click()
    await expect(page.get_by_text("preparation")).to_have_count(0, timeout=SOON)
    await keep(page, "link")
    await page.get_by_role("link", name="What changed?").click()
    await keep(page, "changes")


async def sign_in(page: Page, address: str) -> None:
    """Ask the chat for the way into the library, and take it."""
    await page.goto(address)
    await page.locator("#input").fill("/web")
    await page.locator("#input").press("Enter")
    await page.get_by_text(SIGN_IN).first.wait_for()
    found = SIGN_IN.search(await page.locator("body").inner_text())
    assert found is not None
    await page.goto(found.group())
    await page.get_by_role("main").get_by_role("button").click()


async def add(page: Page, url: str, tags: str) -> None:
    """Add a link in place."""
    form = page.locator(".add form")
    await page.locator(".add summary").click()
    await form.get_by_label("Address").fill(url)
    await form.get_by_label("Tags").fill(tags)
    await form.get_by_role("button").click()
    await expect(form).to_be_hidden()


def first_link(page: Page) -> Locator:
    """The first of the links on the page."""
    return page.locator("#links > li").first


async def open_window(
    browser: Browser, size: tuple[int, int], *, scheme: str = "light", language: str = "en"
) -> BrowserContext:
    """A window of that size."""
    return await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1.5 if size == PHONE else 1,
        color_scheme="dark" if scheme == "dark" else "light",
        locale=language,
    )


async def keep(page: Page, name: str, address: str = "") -> None:
    """Keep what there is to see as a small picture."""
    if address:
        await page.goto(address)
    await page.wait_for_load_state("networkidle" if "/s/" in page.url else "load")
    await page.wait_for_timeout(600)
    picture = pyvips.Image.new_from_buffer(await page.screenshot(), "")
    await asyncio.to_thread(picture.webpsave, str(FOLDER / f"{name}.webp"), Q=82, effort=6)


asyncio.run(main())
