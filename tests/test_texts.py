"""A page's title and words, and a person's note, wherever they go: escaped for that place, without invisible tricks."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import regex
from aiohttp import ClientSession
from lxml import etree

from bot.views.html import MAX_CAPTION, utf16_length
from capture.fake import FakeCapture, FakeEngine
from capture.types import Capture, CaptureRequest, OnStep
from tests.house import OWNER, TestHouse, open_house, permalink_of
from tests.webhouse import open_browser, serve_api, sign_in

TOKEN = "a-long-token-of-the-owner"
MARKUP = "<script>alert(1)</script><b>&amp;\"' onload=x {{7*7}}"
TRICKS = "\u202e\u2066\u200f\x07\x1b[31m\x9b\ufeff"
HOSTILE = f"{MARKUP} {TRICKS} 𝔘" + "𝔘" * 2_000
UNSEEN = regex.compile(r"[\p{Bidi_Control}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")


class HostileEngine(FakeEngine):
    """Every page says of itself what it should not."""

    @asynccontextmanager
    async def visit(self, request: CaptureRequest, on_step: OnStep) -> AsyncIterator[Capture]:
        async with super().visit(request, on_step) as capture:
            facts = replace(
                capture.result.facts, title=HOSTILE, site=HOSTILE, author=HOSTILE, excerpt=HOSTILE, text=HOSTILE
            )
            yield FakeCapture(replace(capture.result, facts=facts))


@pytest.fixture
async def house(tmp_path: Path, migrated_file: Path) -> AsyncIterator[TestHouse]:
    async with open_house(tmp_path, migrated_file, HostileEngine(), API_TOKEN=TOKEN) as opened:
        yield opened


async def test_hostile_title_and_note_are_harmless_wherever_they_go(house: TestHouse) -> None:
    saved = await house.save(f"https://example.com/a #t\n{MARKUP} {TRICKS}")
    feed = next(word for word in (await house.ask("/feed #t")).text.split() if word.endswith(".atom"))
    public = next(word for word in (await house.ask("/publish #t")).text.split() if "/f/" in word)
    path = permalink_of(saved).removeprefix("https://keep.example.org")

    said = [message.words for message in house.from_bot(OWNER)]
    said += [(await house.ask(question)).words for question in ("/find alert", "/recent", "/tags", "/feeds")]
    assert "<script>alert(1)</script>" in said[0], "shown as the text that it is"
    assert utf16_length(saved.caption) <= MAX_CAPTION
    (result,) = (await house.chat.inline_query(OWNER, "alert")).results
    said += [result.title, result.description, json.dumps(result.content, ensure_ascii=False)]
    async with open_browser(house) as browser:
        reader = await sign_in(house, browser)
        pages = [(await reader.get(one))[1] for one in ("/", "/?q=alert", path, public.partition(".org")[2])]
        atom = (await reader.get(feed.partition(".org")[2]))[1]
        documents = [(await reader.get(f"{path}.json"))[1]]
    async with serve_api(house) as url, ClientSession(url, headers={"Authorization": f"Bearer {TOKEN}"}) as script:
        for address in ("/api/links", "/api/links?q=alert", "/api/links/1"):
            async with script.get(address) as answer:
                documents.append(await answer.text())

    for page in pages:
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
    assert "<script>alert(1)" in "".join(etree.fromstring(atom.encode()).itertext())
    for text in (*said, *pages, atom, *(str(json.loads(one)) for one in documents)):
        assert UNSEEN.findall(text) == [], text
