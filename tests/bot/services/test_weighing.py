"""How much room a library takes."""

from pathlib import Path

from bot.services.weighing import SHOWN_FOR, Scales
from models.tables import Chat
from models.usage import used_bytes
from tests.factories import make_artifact, make_chat, make_finished, make_link
from tests.queries import CountQueries


class Hand:
    """A clock that is turned by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


async def keep(chat: Chat, content: bytes) -> None:
    await make_finished(await make_link(chat), artifacts=(make_artifact("thumb", content),))


async def test_page_shows_what_was_counted_within_the_last_minute(database: Path) -> None:
    hand, chat = Hand(), await make_chat()
    scales = Scales(hand)
    before = await scales.glance(chat.id)
    await keep(chat, b"new")

    soon = await scales.glance(chat.id)
    hand.now += SHOWN_FOR + 1
    later = await scales.glance(chat.id)

    assert (before, soon, later) == (0, 0, 3)


async def test_page_shows_what_was_kept_here_at_once(database: Path) -> None:
    hand, chat = Hand(), await make_chat()
    scales = Scales(hand)
    before = await scales.is_full(chat.id, 5)
    await keep(chat, b"new")
    hand.now += 1
    scales.grow()

    assert (before, await scales.glance(chat.id)) == (False, 3)


async def test_libraries_are_weighed_apart(database: Path) -> None:
    scales, mine, other = Scales(), await make_chat(), await make_chat()
    await keep(mine, b"mine")

    assert (await scales.glance(mine.id), await scales.glance(other.id)) == (4, 0)


async def test_what_came_a_moment_ago_fills_a_library(database: Path) -> None:
    scales, chat = Scales(), await make_chat()
    before = await scales.is_full(chat.id, 5)
    await keep(chat, b"a page")

    assert (before, await scales.is_full(chat.id, 5)) == (False, True)


async def test_nobody_is_turned_away_for_bytes_that_are_there_already(database: Path) -> None:
    scales, chat = Scales(), await make_chat()
    await keep(chat, b"shared")
    await scales.glance(chat.id)
    for _ in range(3):
        await keep(chat, b"shared")

    assert not await scales.is_full(chat.id, 10)
    assert await scales.glance(chat.id) == await used_bytes(chat.id) == 6


async def test_what_was_swept_away_makes_room_at_once(database: Path) -> None:
    scales, chat = Scales(), await make_chat()
    await keep(chat, b"a page")
    await scales.glance(chat.id)
    await chat.delete()
    scales.forget()

    assert await scales.glance(chat.id) == 0


async def test_asking_again_looks_at_what_is_new_only(database: Path, count_queries: CountQueries) -> None:
    scales, chat = Scales(), await make_chat()
    await keep(chat, b"a page")
    await scales.is_full(chat.id, 100)

    with count_queries() as questions:
        await scales.is_full(chat.id, 100)

    assert len(questions) == 1
    assert "id > ?" in questions[0]
