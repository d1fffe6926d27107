import pytest

from bot.parsing.save import Remark
from bot.services.labelling import MessageKey
from bot.services.tagging import remark
from models.links import attach_message, bin_link
from models.tables import MessageRole
from models.tags import list_link_tags
from tests.factories import BOT_ID, NOW, make_link
from tests.ports import Desk

pytestmark = pytest.mark.usefixtures("database")

REPLY = MessageKey(BOT_ID, 77, 20)


async def test_reply_labels_every_link_of_the_answered_message(desk: Desk) -> None:
    links = [await make_link() for _ in range(2)]
    for link in links:
        await attach_message(BOT_ID, 77, 10, MessageRole.SOURCE, link.id)

    labelled = await remark(REPLY, 10, Remark(("both",), (), ""), None, desk.ports())

    assert [link.id for link in labelled] == [link.id for link in links]
    assert await list_link_tags([link.id for link in links]) == {link.id: ("both",) for link in links}


async def test_same_number_in_another_chat_stands_for_nothing(desk: Desk) -> None:
    await attach_message(BOT_ID, 78, 10, MessageRole.SOURCE, (await make_link()).id)

    assert await remark(REPLY, 10, Remark(("tag",), (), ""), None, desk.ports()) == []


async def test_deleted_link_is_not_labelled(desk: Desk) -> None:
    link = await make_link()
    await attach_message(BOT_ID, 77, 10, MessageRole.ANSWER, link.id)
    await bin_link(link.id, NOW)

    assert await remark(REPLY, 10, Remark(("tag",), (), ""), None, desk.ports()) == []
    assert await list_link_tags([link.id]) == {link.id: ()}
