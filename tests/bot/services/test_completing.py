"""What the search box suggests."""

from pathlib import Path

import pytest

from bot.services.completing import complete
from models.tables import Chat
from models.tags import add_tags
from tests.factories import make_chat, make_finished, make_link, make_outcome


async def fill(chat: Chat) -> None:
    for number, (title, tag) in enumerate(
        [("Release notes", "reading"), ("Released today", "reading"), ("石头", "地质")]
    ):
        link = await make_link(chat, f"https://www.release.example.org/{number}")
        await make_finished(link, outcome=make_outcome(title=title))
        await add_tags(link, [tag])


async def texts(chat: Chat, typed: str) -> list[str]:
    return [one.text for one in await complete(chat.id, typed)]


async def test_tags_sites_and_words_begin_as_was_typed(database: Path) -> None:
    chat = await make_chat()
    await fill(chat)

    assert await texts(chat, "re") == ["#reading", "site:release.example.org", "release", "released"]
    assert await texts(chat, "地") == ["#地质"]
    assert await texts(chat, "exam") == ["site:release.example.org"]


async def test_marks_say_what_is_meant(database: Path) -> None:
    chat = await make_chat()
    await fill(chat)

    assert await texts(chat, "#r") == ["#reading"]
    assert await texts(chat, "＃r") == ["#reading"]
    assert await texts(chat, "标签：地") == ["#地质"]
    assert await texts(chat, "site:rel") == ["site:release.example.org"]
    assert await texts(chat, "-站點:rel") == ["站點:release.example.org"]
    assert await texts(chat, "title:rel") == []


async def test_only_the_last_word_is_completed(database: Path) -> None:
    chat = await make_chat()
    await fill(chat)

    (tag,) = await complete(chat.id, "stone -#rea")

    assert (tag.query, tag.count) == ("stone -#reading ", 2)


@pytest.mark.parametrize("typed", ["", " ", "re ", '"', "#", "%", "site:", "a" * 3000, "\x00", "("])
async def test_whatever_is_typed_has_an_answer(database: Path, typed: str) -> None:
    chat = await make_chat()
    await fill(chat)

    assert await complete(chat.id, typed) == () or typed in {"site:", "#"}


async def test_nothing_of_another_library_is_suggested(database: Path) -> None:
    await fill(await make_chat())

    assert await complete((await make_chat()).id, "re") == ()
