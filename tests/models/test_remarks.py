import pytest

from models.remarks import find_remark, put_remark
from tests.factories import BOT_ID, make_link

pytestmark = pytest.mark.usefixtures("database")


async def test_an_edited_message_replaces_what_it_said() -> None:
    link = await make_link()

    await put_remark(BOT_ID, 77, 1, link.id, added=["rust"], removed=["web"], note="read it")
    await put_remark(BOT_ID, 77, 1, link.id, added=["go"])

    remark = await find_remark(BOT_ID, 77, 1, link.id)
    assert remark is not None
    assert (remark.added, remark.removed, remark.note) == (["go"], [], "")


async def test_each_link_of_a_message_has_its_own_remark() -> None:
    first, second = await make_link(), await make_link()

    await put_remark(BOT_ID, 77, 1, first.id, note="first")

    assert await find_remark(BOT_ID, 77, 1, second.id) is None
    assert await find_remark(BOT_ID + 1, 77, 1, first.id) is None
