"""Everything that is kept of a page, opened as a person opens it: in a browser, from the running program."""

from pathlib import Path

import pytest
from playwright.async_api import expect
from pypdfium2 import PdfDocument

from bot.localchat import LocalChat
from tests.e2e.conftest import OWNER
from tests.e2e.kept import describe, download, download_all, hashes_of, wait_for_late
from tests.e2e.service import Service, start_process
from tests.e2e.test_main_job import is_answer, permalink_of, save
from tests.site.likeness import measure_likeness
from tests.site.pages import ENGLISH
from tests.site.replay import VALID, is_installed, look_into, validate
from tests.site.server import Site
from tests.site.viewing import open_viewer, view

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIKE = 0.98  # SSIM, what is asked of the archived page
OLD = f"<title>Ferry</title><meta charset=utf-8><h1>Ferry times</h1><p>The ferry sails at nine.</p><p>{ENGLISH}</p>"
NEW = OLD.replace("at nine", "at noon, and never on Sundays")


async def test_archived_page_looks_as_it_did_and_asks_nobody(
    service: Service, chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    permalink = permalink_of(await save(chat, site.url("/parcel")))
    live = await download(f"{permalink}/screenshot")
    file = tmp_path / "page.html"
    file.write_bytes((await download(f"{permalink}/page?download")).content)

    async with open_viewer() as browser:
        for address in (f"{permalink}/page", file.as_uri()):
            seen = await view(browser, address)
            assert measure_likeness(live.content, seen.picture) >= LIKE
            assert "told about page 1" in seen.text, "what a script of the page had written, without any script"
            assert seen.elsewhere == ()


async def test_article_is_readable_with_its_own_copies_of_the_pictures(
    service: Service, chat: LocalChat, site: Site
) -> None:
    permalink = permalink_of(await save(chat, site.url("/article")))

    async with open_viewer() as browser:
        seen = await view(browser, f"{permalink}/article")
        page = await browser.new_page(java_script_enabled=False)
        await page.goto(f"{permalink}/article")
        pictures = page.locator("img")
        count = await pictures.count()
        sizes = [await pictures.nth(index).evaluate("image => image.naturalWidth") for index in range(count)]

    assert "The Keeper’s Notebooks" in seen.text
    assert "Ida Marsh" in seen.text
    assert "The end of the article." in seen.text
    assert sizes == [640] * 4
    assert seen.elsewhere == ()


async def test_pdf_and_web_archive_come_within_thirty_seconds_and_open(
    service: Service, chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    permalink = permalink_of(await save(chat, site.url("/parcel")))

    document = await wait_for_late(permalink)
    assert {"pdf", "wacz"} <= hashes_of(document).keys()
    assert document["missing"] == []
    pdf = await download(f"{permalink}/pdf")
    with PdfDocument(pdf.content) as sheets:
        sheet = sheets[0]
        text = sheet.get_textpage()
        picture = sheet.render(scale=0.5)
        pixels = bytes(picture.buffer)
        assert "An archived page" in text.get_text_range()
        assert len(set(pixels)) > 8, "the first sheet is not blank"
        text.close()
        sheet.close()
    archive = await download(f"{permalink}/wacz")
    file = tmp_path / "page.wacz"
    file.write_bytes(archive.content)
    assert VALID in await validate(file)
    if not is_installed():
        pytest.skip("valid, but not replayed: replayweb.page is not installed (npm install)")
    async with look_into(archive.content, "An archived page") as shown:
        await expect(shown.get_by_text("told about page 1")).to_be_visible()
        await expect(shown.get_by_role("heading")).to_have_css("color", "rgb(1, 2, 200)")


async def test_page_saved_again_after_it_changed_leaves_the_first_untouched(
    service: Service, chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    site.living["ferry"] = OLD
    first = await save(chat, site.url("/living/ferry"))
    before = hashes_of(await wait_for_late(permalink_of(first)))
    assert await download_all(permalink_of(first), before) == before

    site.living["ferry"] = NEW
    await chat.press(next(button for button in first.buttons if "again" in button.text.casefold()), OWNER)
    second = await chat.wait_for(
        lambda message: is_answer(message) and permalink_of(message) != permalink_of(first), 30, chat_id=OWNER
    )
    after = hashes_of(await wait_for_late(permalink_of(second)))

    assert hashes_of(await describe(permalink_of(first))) == before
    assert await download_all(permalink_of(first), before) == before, "byte for byte what it was"
    assert await download_all(permalink_of(second), after) == after
    assert after["screenshot"] != before["screenshot"]
    assert b"at nine" in (await download(f"{permalink_of(first)}/page")).content
    assert b"at noon" in (await download(f"{permalink_of(second)}/page")).content
    for permalink in (permalink_of(first), permalink_of(second)):
        verifying = await start_process("verify", permalink, environment=service.environment, folder=tmp_path)
        said, _ = await verifying.communicate()
        assert verifying.returncode == 0, said.decode()
