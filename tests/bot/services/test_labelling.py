import pytest

from bot.parsing.tags import Tags
from bot.services.labelling import MessageKey, apply_remark
from models.database import transaction
from models.links import set_note
from models.tables import Link, Remark
from models.tags import add_tags, list_link_tags, remove_tags
from tests.factories import BOT_ID, make_link

pytestmark = pytest.mark.usefixtures("database")


async def say(link: Link, *added: str, without: tuple[str, ...] = (), note: str = "", message: int = 1) -> None:
    """Let a message say something about a link; the same number again is an edit."""
    async with transaction():
        await apply_remark(MessageKey(BOT_ID, 77, message), link, Tags(added, without), note)


async def tags_of(link: Link) -> set[str]:
    return set((await list_link_tags([link.id])).get(link.id, ()))


async def note_of(link: Link) -> str:
    return (await Link.get(id=link.id)).note


async def test_message_adds_and_removes_tags_and_writes_the_note() -> None:
    link = await make_link()
    await add_tags(link, ["old", "kept"])

    await say(link, "new", without=("old",), note="a note")

    assert await tags_of(link) == {"kept", "new"}
    assert await note_of(link) == "a note"


async def test_edit_takes_back_what_the_earlier_wording_did() -> None:
    link = await make_link()
    await add_tags(link, ["kept", "away"])
    await say(link, "one", "two", without=("away",), note="first")

    await say(link, "two", "three")

    assert await tags_of(link) == {"kept", "away", "two", "three"}
    assert await note_of(link) == ""


async def test_second_edit_still_knows_what_the_first_wording_did() -> None:
    link = await make_link()
    await say(link, "one", "two", note="first")
    await say(link, "two", note="second")

    await say(link)

    assert await tags_of(link) == set()
    assert await note_of(link) == ""


async def test_edit_leaves_a_tag_that_was_there_before_the_message() -> None:
    link = await make_link()
    await add_tags(link, ["sea"])
    await say(link, "sea", "ship")

    await say(link)

    assert await tags_of(link) == {"sea"}


async def test_edit_from_adding_to_removing_and_back() -> None:
    link = await make_link()
    await add_tags(link, ["sea"])
    await say(link, "sea")

    await say(link, without=("sea",))
    removed = await tags_of(link)
    await say(link)

    assert removed == set()
    assert await tags_of(link) == {"sea"}


async def test_same_wording_again_changes_nothing() -> None:
    link = await make_link()
    for _ in range(2):
        await say(link, "one", without=("two",), note="first")

    await say(link)

    assert await tags_of(link) == set()
    assert await note_of(link) == ""


async def test_message_without_a_note_leaves_the_note() -> None:
    link = await make_link()
    await set_note(link, "written before")

    await say(link, "one")
    await say(link, "two")

    assert await note_of(link) == "written before"


async def test_newer_note_is_not_emptied_by_an_edit_of_an_older_one() -> None:
    link = await make_link()
    await say(link, note="older", message=1)
    await say(link, note="newer", message=2)

    await say(link, "tag", message=1)

    assert await note_of(link) == "newer"


async def test_other_spelling_of_a_tag_in_an_edit_keeps_it() -> None:
    link = await make_link()
    await say(link, "Sea")

    await say(link, "sea")

    assert {name.casefold() for name in await tags_of(link)} == {"sea"}


async def test_tag_that_another_message_took_away_comes_back_with_the_edit_that_says_it() -> None:
    link = await make_link()
    await say(link, "one", message=1)
    await remove_tags(link, ["one"])

    await say(link, "one", "two", message=1)

    assert await tags_of(link) == {"one", "two"}


async def test_message_that_says_nothing_leaves_no_row() -> None:
    await say(await make_link())

    assert await Remark.all().count() == 0
