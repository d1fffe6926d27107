from datetime import timedelta

import pytest

from models.errors import NotFound
from models.links import (
    attach_message,
    bin_link,
    find_link,
    get_link,
    list_links_of_message,
    list_messages,
    list_recent,
    restore_link,
    save_link,
    set_note,
)
from models.queue import claim_snapshot
from models.search import SearchQuery, search_links
from models.snapshots import count_waiting, get_snapshot
from models.tables import Link, MessageRole
from models.tags import add_tags, list_tags
from tests.factories import BOT_ID, NOW, make_chat, make_finished, make_link, make_person, make_snapshot

pytestmark = pytest.mark.usefixtures("database")


async def test_saving_an_address_twice_keeps_one_link() -> None:
    chat, person = await make_chat(), await make_person()

    first, is_new = await save_link(chat.id, "key", "https://a.example/", person.id, {"kind": "channel"}, NOW)
    second, is_new_again = await save_link(chat.id, "key", "https://a.example/?utm_source=x", None, None, NOW)

    assert (is_new, is_new_again) == (True, False)
    assert first.id == second.id
    assert second.url == "https://a.example/"
    assert second.origin == {"kind": "channel"}


async def test_the_same_address_in_two_chats_is_two_links() -> None:
    url = "https://example.com/shared"

    mine, theirs = await make_link(await make_chat(), url), await make_link(await make_chat(), url)

    assert mine.id != theirs.id
    with pytest.raises(NotFound):
        await get_link(mine.chat_id, theirs.id)


async def test_a_binned_link_is_invisible_everywhere() -> None:
    chat = await make_chat()
    link = await make_link(chat)
    await add_tags(link, ["rust"])
    await attach_message(BOT_ID, 77, 1, MessageRole.SOURCE, link.id)
    finished = await make_finished(link)
    await make_snapshot(link)

    assert await bin_link(link.id, NOW)

    assert await find_link(chat.id, link.key) is None
    assert await list_recent(chat.id, 10) == ([], 0)
    assert await list_tags(chat.id, 10) == ([], 0)
    assert await search_links(chat.id, SearchQuery(words=("page",)), 10) == ([], 0)
    assert await search_links(chat.id, SearchQuery(tags=("rust",)), 10) == ([], 0)
    assert await list_links_of_message(BOT_ID, 77, 1) == []
    assert await count_waiting(chat.id) == 0
    assert await claim_snapshot("worker", 60, NOW) is None
    with pytest.raises(NotFound):
        await get_link(chat.id, link.id)
    with pytest.raises(NotFound):
        await get_snapshot(finished.permalink)
    assert await find_link(chat.id, link.key, include_binned=True) is not None


async def test_a_restored_link_is_what_it_was() -> None:
    chat = await make_chat()
    link = await make_link(chat)
    await add_tags(link, ["rust"])
    finished = await make_finished(link)
    await bin_link(link.id, NOW)

    assert await restore_link(link.id)

    assert (await get_link(chat.id, link.id)).title == "A page"
    assert (await get_snapshot(finished.permalink)).id == finished.id
    assert await list_tags(chat.id, 10) == ([("rust", 1)], 1)
    assert (await search_links(chat.id, SearchQuery(words=("page",)), 10))[1] == 1
    assert not await restore_link(link.id)


async def test_binning_twice_keeps_the_first_time() -> None:
    link = await make_link()

    assert await bin_link(link.id, NOW)
    assert not await bin_link(link.id, NOW + timedelta(days=1))

    assert (await Link.get(id=link.id)).deleted_at == NOW


async def test_saving_a_binned_link_brings_it_back_on_top() -> None:
    chat = await make_chat()
    link = await make_link(chat, "https://example.com/old")
    newer = await make_link(chat, now=NOW + timedelta(hours=1))
    await bin_link(link.id, NOW)

    back, is_new = await save_link(chat.id, link.key, link.url, None, None, NOW + timedelta(hours=2))

    assert (back.id, is_new) == (link.id, False)
    links, total = await list_recent(chat.id, 10)
    assert [found.id for found in links] == [link.id, newer.id]
    assert total == 2


async def test_recent_links_come_in_pages() -> None:
    chat = await make_chat()
    made = [await make_link(chat, now=NOW + timedelta(minutes=i)) for i in range(7)]

    first, total = await list_recent(chat.id, 5)
    second, _ = await list_recent(chat.id, 5, 5)

    assert total == 7
    assert [link.id for link in first + second] == [link.id for link in reversed(made)]


async def test_a_message_stands_for_a_link_once() -> None:
    first, second = await make_link(), await make_link()

    assert await attach_message(BOT_ID, 77, 1, MessageRole.SOURCE, first.id)
    assert not await attach_message(BOT_ID, 77, 1, MessageRole.SOURCE, first.id)
    assert await attach_message(BOT_ID, 77, 1, MessageRole.SOURCE, second.id)
    assert await attach_message(BOT_ID + 1, 77, 1, MessageRole.SOURCE, first.id)

    assert [link.id for link in await list_links_of_message(BOT_ID, 77, 1)] == [first.id, second.id]
    assert [message.message_id for message in await list_messages(BOT_ID, first.id)] == [1]


async def test_a_note_is_found_and_can_be_emptied() -> None:
    chat = await make_chat()
    link = await make_link(chat)

    await set_note(link, "for grandmother")
    found, _ = await search_links(chat.id, SearchQuery(words=("grandmother",)), 10)
    await set_note(link, "")

    assert [hit.id for hit in found] == [link.id]
    assert await search_links(chat.id, SearchQuery(words=("grandmother",)), 10) == ([], 0)
