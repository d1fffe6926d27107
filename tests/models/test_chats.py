import pytest

from models.chats import (
    admit_chat,
    find_chat,
    get_library,
    get_or_create_chat,
    migrate_chat,
    set_language,
    set_listening,
)
from models.deliveries import list_due
from models.links import list_recent
from models.tables import ChatKind
from tests.factories import BOT_ID, NOW, make_chat, make_delivery, make_finished, make_link, make_person

pytestmark = pytest.mark.usefixtures("database")


async def test_a_chat_is_made_once_and_its_title_kept_fresh() -> None:
    first = await get_or_create_chat(-5, ChatKind.GROUP, "Old")
    second = await get_or_create_chat(-5, ChatKind.GROUP, "New")
    third = await get_or_create_chat(-5, ChatKind.GROUP, "")

    assert first.id == second.id == third.id
    assert third.title == "New"


async def test_a_persons_library_is_their_private_chat() -> None:
    person = await make_person(5)

    library = await get_library(person)

    assert (library.telegram_id, library.kind) == (5, ChatKind.PRIVATE)
    assert (await get_library(person)).id == library.id


async def test_choices_of_a_chat_are_kept() -> None:
    chat = await make_chat(-5, kind=ChatKind.GROUP)

    await set_language(chat, "zh-Hans")
    await set_listening(chat, listens_to_all=False)
    await admit_chat(chat)

    kept = await find_chat(-5)
    assert kept is not None
    assert (kept.language, kept.listens_to_all, kept.admitted) == ("zh-Hans", False, True)


async def test_a_group_that_becomes_a_supergroup_keeps_its_library() -> None:
    chat = await make_chat(-5, kind=ChatKind.GROUP)
    link = await make_link(chat)
    await make_delivery(await make_finished(link), chat_telegram_id=-5)

    await migrate_chat(-5, -100)
    await migrate_chat(-5, -100)

    moved = await find_chat(-100)
    assert moved is not None
    assert moved.id == chat.id
    assert [delivery.chat_telegram_id for delivery in await list_due(BOT_ID, NOW, 10)] == [-100]


async def test_a_supergroup_that_spoke_before_it_was_announced_gets_the_groups_library() -> None:
    old = await make_link(await make_chat(-5, kind=ChatKind.GROUP))
    supergroup = await make_chat(-100, kind=ChatKind.GROUP)
    new = await make_link(supergroup)

    await migrate_chat(-5, -100)

    links, _ = await list_recent(supergroup.id, 10)
    assert {link.id for link in links} == {old.id, new.id}
    assert await find_chat(-5) is None
