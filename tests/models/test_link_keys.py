from datetime import timedelta

import pytest

from models.link_keys import learn_key
from models.links import attach_message, bin_link, find_link, list_links_of_message, set_note
from models.search import SearchQuery, search_links
from models.snapshots import get_snapshot, list_versions
from models.tables import Link, MessageRole
from models.tags import add_tags, list_link_tags
from tests.factories import BOT_ID, NOW, make_chat, make_finished, make_link, make_outcome

pytestmark = pytest.mark.usefixtures("database")

KEY = "f" * 64


async def test_a_link_is_found_by_what_was_learned() -> None:
    link = await make_link()

    await learn_key(link.id, KEY)
    await learn_key(link.id, KEY)

    assert await find_link(link.chat_id, KEY) == link
    assert await find_link((await make_chat()).id, KEY) is None


async def test_two_links_become_one_and_nothing_is_lost() -> None:
    chat = await make_chat()
    old = await make_link(chat, "https://example.com/page")
    new = await make_link(chat, "https://bit.ly/x", now=NOW + timedelta(days=2))
    first = await make_finished(old, outcome=make_outcome(title="Then"))
    second = await make_finished(new, outcome=make_outcome(title="Between"), now=NOW + timedelta(days=2))
    third = await make_finished(old, outcome=make_outcome(title="Last"), now=NOW + timedelta(days=3))
    await add_tags(old, ["sea"])
    await add_tags(new, ["Sea", "ships"])
    await set_note(old, "mine")
    await set_note(new, "also mine")
    for link in (old, new):
        await attach_message(BOT_ID, 77, 1, MessageRole.SOURCE, link.id)
    await attach_message(BOT_ID, 77, 2, MessageRole.ANSWER, new.id)

    kept = await learn_key(new.id, old.key)

    assert kept == old
    assert await Link.all().count() == 1
    assert [one.permalink for one in await list_versions(old.id)] == [
        third.permalink,
        second.permalink,
        first.permalink,
    ]
    assert (await get_snapshot(second.permalink)).link.id == old.id
    assert await list_link_tags([old.id]) == {old.id: ("sea", "ships")}
    assert (await Link.get(id=old.id)).note == "mine\nalso mine"
    assert await list_links_of_message(BOT_ID, 77, 2) == [old]
    assert await find_link(chat.id, new.key) == old
    found, total = await search_links(chat.id, SearchQuery(tags=("ships",)), 10)
    assert ([link.id for link in found], total) == ([old.id], 1)


async def test_pages_that_are_called_otherwise_stay_two() -> None:
    chat = await make_chat()
    old, new = await make_link(chat), await make_link(chat)
    await make_finished(old, outcome=make_outcome(title="One page"))

    assert await learn_key(new.id, old.key, title="Another") == new

    assert await Link.all().count() == 2


async def test_what_was_deleted_is_not_brought_back_by_a_capture() -> None:
    chat = await make_chat()
    old, new = await make_link(chat), await make_link(chat)
    await bin_link(old.id, NOW)

    assert await learn_key(new.id, old.key) == new

    assert await find_link(chat.id, old.key) is None


async def test_other_chats_links_are_never_joined() -> None:
    old, new = await make_link(), await make_link()

    await learn_key(new.id, old.key)

    assert await Link.all().count() == 2
