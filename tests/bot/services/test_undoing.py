import pytest

from bot.services.housekeeping import tidy
from bot.services.removing import remove
from bot.services.tag_editing import Editor, rename
from bot.services.undoing import undo, undo_last
from models.errors import NotFound
from models.links import find_link
from models.tables import Deed, Link
from models.tags import add_tags, list_link_tags
from tests.factories import make_chat, make_link, make_person
from tests.ports import Desk


async def test_after_ten_minutes_nothing_is_taken_back(desk: Desk) -> None:
    link, person = await make_link(), await make_person()
    await remove(link.chat_id, link.id, desk.ports(), person.id)
    deed = await Deed.get()

    desk.clock.wait(601)

    assert await undo_last(link.chat_id, person, desk.ports()) is None
    with pytest.raises(NotFound):
        await undo(link.chat_id, deed.id, person, desk.ports())
    assert await find_link(link.chat_id, link.key) is None


async def test_a_deed_is_taken_back_once(desk: Desk) -> None:
    link, person = await make_link(), await make_person()
    await remove(link.chat_id, link.id, desk.ports(), person.id)
    deed = await Deed.get()

    await undo(link.chat_id, deed.id, person, desk.ports())

    with pytest.raises(NotFound):
        await undo(link.chat_id, deed.id, person, desk.ports())


async def test_another_chats_deed_is_not_found(desk: Desk) -> None:
    link, person = await make_link(), await make_person()
    await remove(link.chat_id, link.id, desk.ports(), person.id)
    deed = await Deed.get()

    with pytest.raises(NotFound):
        await undo((await make_chat()).id, deed.id, person, desk.ports())


async def test_a_link_that_went_for_good_is_not_missed(desk: Desk) -> None:
    link, person = await make_link(), await make_person()
    await remove(link.chat_id, link.id, desk.ports(), person.id)
    await Link.filter(id=link.id).delete()

    assert await undo_last(link.chat_id, person, desk.ports()) is None


async def test_renamings_are_taken_back_one_after_another(desk: Desk) -> None:
    chat, person = await make_chat(), await make_person()
    link = await make_link(chat)
    await add_tags(link, ["a", "a/x"])
    editor = Editor(chat, person)
    await rename(editor, "a", "b", desk.ports())
    await rename(editor, "b", "B", desk.ports())
    await rename(editor, "B", "c", desk.ports())

    names = []
    while await undo_last(chat.id, person, desk.ports()):
        names.append((await list_link_tags([link.id]))[link.id])

    assert names == [("B", "b/x"), ("b", "b/x"), ("a", "a/x")]


async def test_what_nobody_can_take_back_is_forgotten(desk: Desk) -> None:
    link = await make_link()
    await remove(link.chat_id, link.id, desk.ports())

    desk.clock.wait(3601)
    await tidy(desk.ports())

    assert await Deed.all().count() == 0
