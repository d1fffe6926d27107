import pytest

from bot.services.removing import bring_back, remove
from models.errors import NotFound
from models.tables import Link
from tests.factories import make_chat, make_link
from tests.ports import Desk


async def test_removed_link_lies_in_the_bin_until_it_is_brought_back(desk: Desk) -> None:
    chat = await make_chat()
    link = await make_link(chat)

    await remove(chat.id, link.id, desk.ports())
    removed_at = (await Link.get(id=link.id)).deleted_at
    await bring_back(chat.id, link.id)

    assert removed_at == desk.clock.now
    assert (await Link.get(id=link.id)).deleted_at is None


async def test_another_chats_link_is_not_there(desk: Desk) -> None:
    link = await make_link(await make_chat())
    other = await make_chat()

    with pytest.raises(NotFound):
        await remove(other.id, link.id, desk.ports())
    with pytest.raises(NotFound):
        await bring_back(other.id, link.id)

    assert (await Link.get(id=link.id)).deleted_at is None


async def test_what_is_in_the_bin_is_not_removed_again(desk: Desk) -> None:
    chat = await make_chat()
    link = await make_link(chat)
    await remove(chat.id, link.id, desk.ports())

    with pytest.raises(NotFound):
        await remove(chat.id, link.id, desk.ports())
