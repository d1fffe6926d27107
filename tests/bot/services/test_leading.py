from dataclasses import replace

import pytest

from bot.parsing.addresses import parse_address
from bot.services.leading import MOST_AT_ONCE, ask_next, look_behind
from bot.services.ports import Ports
from models.links import bin_link, find_link, key_of
from models.tables import Chat, LinkKey
from tests.bot.services.test_saving import address
from tests.factories import NOW, make_chat, make_failed, make_finished, make_link
from tests.ports import Desk

STORY = "https://example.com/a-long-story"
SHORT = "https://bit.ly/a-long-story"


async def keep(desk: Desk, chat: Chat) -> Ports:
    """The story is kept, by its own address."""
    link = await make_link(chat, STORY)
    await link.filter(id=link.id).update(key=key_of(address(STORY).key))
    await make_finished(link)
    return desk.ports()


@pytest.mark.parametrize("short", [SHORT, "https://l.facebook.com/l.php?u=https%3A%2F%2Fbit.ly%2Fa-long-story"])
async def test_a_short_link_is_known_by_what_is_behind_it(desk: Desk, short: str) -> None:
    chat = await make_chat()
    ports = await keep(desk, chat)

    await look_behind(chat.id, [address(short)], ports)

    found = await find_link(chat.id, key_of(address(short).key))
    assert found is not None
    assert found.url == STORY


async def test_another_chats_links_and_binned_and_failed_ones_are_nobodys(desk: Desk) -> None:
    mine, hers = await make_chat(), await make_chat()
    ports = await keep(desk, hers)
    binned = await find_link(hers.id, key_of(address(STORY).key))
    failed = await make_link(mine, STORY)
    await failed.filter(id=failed.id).update(key=key_of(address(STORY).key))
    await make_failed(failed)
    assert binned is not None
    await bin_link(binned.id, NOW)

    for chat in (mine, hers):
        await look_behind(chat.id, [address(SHORT)], ports)

    assert await LinkKey.all().count() == 0


async def test_no_message_asks_for_more_than_a_few(desk: Desk) -> None:
    chat = await make_chat()
    asked: list[str] = []

    async def follow(url: str) -> str:
        asked.append(url)
        return url

    ports = replace(desk.ports(), follow=follow)
    addresses = [address(f"https://bit.ly/{number}") for number in range(50)]
    await look_behind(chat.id, [*addresses, address("https://example.com/long")], ports)

    assert asked == [one.url for one in addresses[:MOST_AT_ONCE]]


def test_only_shorteners_are_asked_inside_of_redirectors_too() -> None:
    assert ask_next("https://www.google.com/url?q=https://t.co/abc") == "https://t.co/abc"
    assert ask_next(STORY) is None
    assert ask_next("mailto:a@b.example") is None
    assert parse_address("https://b23.tv/abc") is not None
    assert ask_next("https://b23.tv/abc") == "https://b23.tv/abc"
