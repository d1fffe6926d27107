"""Feeds for readers, and public pages of tags."""

import re

import pytest
from aiohttp import ClientSession
from lxml import etree

from tests.house import FRIEND, OWNER, PUBLIC_URL, TestHouse, permalink_of
from tests.webhouse import Reader

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ADDRESS = re.compile(rf"{PUBLIC_URL}(/f/[A-Za-z0-9_-]+\.atom)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


async def make(house: TestHouse, command: str, user: int = OWNER) -> str:
    """The path of the feed in the bot's answer."""
    found = ADDRESS.search((await house.ask(command, user=user)).text)
    assert found is not None
    return found[1]


async def read(browser: ClientSession, path: str) -> etree._Element:
    """The feed, once it has been found to be what RFC 4287 asks for."""
    async with browser.get(path) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        root = etree.fromstring(await answer.read())
    assert root.tag == f"{{{ATOM['a']}}}feed"
    for element in (root, *root.findall("a:entry", ATOM)):  # section 4.1.1 and 4.1.2: exactly one of each
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1, name
            assert element.findtext(f"a:{name}", "", ATOM).strip()
        assert MOMENT.fullmatch(element.findtext("a:updated", "", ATOM))
    assert len(root.findall("a:author/a:name", ATOM)) == 1
    assert [link.get("href") for link in root.findall("a:link[@rel='self']", ATOM)] == [f"{PUBLIC_URL}{path}"]
    ids = [entry.findtext("a:id", "", ATOM) for entry in root.findall("a:entry", ATOM)]
    assert len(set(ids)) == len(ids)
    return root


def entries(root: etree._Element) -> list[str]:
    return [entry.findtext("a:id", "", ATOM) for entry in root.findall("a:entry", ATOM)]


async def test_feed_of_a_query_has_its_pages_the_newest_first(house: TestHouse, browser: ClientSession) -> None:
    saved = [await house.save(f"https://example.com/{number} #石头 a secret note") for number in range(2)]
    await house.save("https://example.org/other #else")

    root = await read(browser, await make(house, "/feed #石头"))

    assert entries(root) == [permalink_of(one) for one in reversed(saved)]
    assert root.findtext("a:title", "", ATOM).startswith("#石头")
    text = etree.tostring(root, encoding="unicode")
    assert "secret note" not in text
    assert "https://example.com/1" in text


async def test_reader_that_has_it_already_is_told_so(house: TestHouse, browser: ClientSession) -> None:
    await house.save("https://example.com/a #t")
    path = await make(house, "/feed #t")
    async with browser.get(path) as answer:
        tag = answer.headers["ETag"]

    async with browser.get(path, headers={"If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
    await house.save("https://example.com/b #t")
    async with browser.get(path, headers={"If-None-Match": tag}) as answer:
        assert answer.status == 200


async def test_secret_feed_has_no_page_and_a_public_tag_has_both(house: TestHouse, browser: ClientSession) -> None:
    await house.save("https://example.com/a #open secret note")
    secret, public = await make(house, "/feed #open"), await make(house, "/publish #open")
    stranger = Reader(browser)

    assert (await stranger.get(secret.removesuffix(".atom")))[0] == 404
    status, page = await stranger.get(public.removesuffix(".atom"))
    assert status == 200
    assert "example.com" in page.casefold()
    assert "secret note" not in page
    assert public in page
    await read(browser, public)


async def test_feed_that_was_taken_back_is_gone_at_once(house: TestHouse, browser: ClientSession) -> None:
    await house.save("https://example.com/a #t")
    path = await make(house, "/publish t")

    listed = await house.ask("/feeds")
    await house.press(listed, "✖️ 1")

    for gone in (path, path.removesuffix(".atom")):
        assert (await Reader(browser).get(gone))[0] == 404
    assert "no feeds" in house.now(listed).text


async def test_private_and_deleted_pages_are_in_no_feed(house: TestHouse, browser: ClientSession) -> None:
    private, deleted, kept = [await house.save(f"https://example.com/{number} #t") for number in range(3)]
    await house.ask("/private", reply_to=private.message_id)
    await house.ask("/delete", reply_to=deleted.message_id)

    for command in ("/feed #t", "/publish #t"):
        assert entries(await read(browser, await make(house, command))) == [permalink_of(kept)]


async def test_feed_reads_ones_own_library_only(house: TestHouse, browser: ClientSession) -> None:
    await house.save("https://example.com/mine #t")
    theirs = await house.save("https://example.com/theirs #t", user=FRIEND)

    assert entries(await read(browser, await make(house, "/feed #t", FRIEND))) == [permalink_of(theirs)]


async def test_group_gets_no_secret_address(house: TestHouse) -> None:
    group = await house.open_group()

    assert "/f/" not in (await house.ask("/feed #t", chat=group)).text
    assert "/f/" in (await house.ask("/publish #t", chat=group)).text


@pytest.mark.parametrize("text", ["/publish", "/publish two words", "/feed " + "x" * 600])
async def test_what_makes_no_sense_is_answered_in_words(house: TestHouse, text: str) -> None:
    assert "/f/" not in (await house.ask(text)).text


async def test_text_that_no_xml_takes_is_left_out(house: TestHouse, browser: ClientSession) -> None:
    await house.save("https://example.com/a%00\x0b #t")

    assert len(entries(await read(browser, await make(house, "/feed \x07#t")))) <= 1
