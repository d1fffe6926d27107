import pytest

from models.aliases import put_alias, resolve_names
from models.database import transaction
from models.deeds import record_deed
from models.link_keys import learn_key
from models.links import attach_message, bin_link, find_link, list_links_of_message, set_note
from models.merging import merge_chats, merge_people
from models.remarks import find_remark, put_remark
from models.snapshots import list_versions
from models.tables import Chat, Deed, Feed, Link, Membership, MessageRole, Person, Tag
from models.tag_rules import list_rules, put_rule
from models.tags import add_tags, list_link_tags
from tests.factories import BOT_ID, NOW, make_chat, make_finished, make_link, make_person

pytestmark = pytest.mark.usefixtures("database")

URL = "https://example.com/shared"


async def merge(source: Chat, target: Chat) -> None:
    async with transaction():
        await merge_chats(source, target)


async def test_messages_and_remarks_go_with_their_link() -> None:
    source, target = await make_chat(), await make_chat()
    moved, kept = await make_link(source, URL), await make_link(target, URL)
    await attach_message(BOT_ID, 77, 1, MessageRole.SOURCE, moved.id)
    await put_remark(BOT_ID, 77, 1, moved.id, note="from there")
    await set_note(moved, "from there")

    await merge(source, target)

    assert [link.id for link in await list_links_of_message(BOT_ID, 77, 1)] == [kept.id]
    assert await find_remark(BOT_ID, 77, 1, kept.id) is not None
    assert (await Link.get(id=kept.id)).note == "from there"
    assert await Link.get_or_none(id=moved.id) is None


async def test_a_link_that_is_kept_on_one_side_is_kept() -> None:
    source, target = await make_chat(), await make_chat()
    await make_finished(await make_link(source, URL))
    binned = await make_link(target, URL)
    await bin_link(binned.id, NOW)

    await merge(source, target)

    kept = await find_link(target.id, binned.key)
    assert kept is not None
    assert len(await list_versions(kept.id)) == 1


async def test_what_is_binned_on_both_sides_stays_in_the_bin() -> None:
    source, target = await make_chat(), await make_chat()
    for chat in (source, target):
        await bin_link((await make_link(chat, URL)).id, NOW)

    await merge(source, target)

    assert [link.deleted_at for link in await Link.all()] == [NOW]


async def test_one_person_out_of_two_has_saved_what_both_saved() -> None:
    one, other = await make_person(), await make_person()
    link = await make_link(person=one)

    await merge_people(one, other)

    assert (await Link.get(id=link.id).prefetch_related("saved_by")).saved_by == other
    assert await Person.all().count() == 1


async def test_everything_else_of_a_library_goes_along() -> None:
    source, target = await make_chat(), await make_chat()
    person = await make_person()
    link = await make_link(source, URL)
    await make_link(target, URL)
    await learn_key(link.id, "f" * 64)
    await add_tags(link, ["sea"])
    tag = await Tag.get(chat_id=source.id)
    await put_alias(tag, "ocean")
    await put_rule(tag, "example.com")
    await record_deed(source.id, person.id, "deleted", {}, NOW)
    await Feed.create(token="t", chat_id=source.id, query="", created_at=NOW)
    await Membership.create(chat_id=source.id, person_id=person.id, seen_at=NOW)

    await merge(source, target)

    assert await find_link(target.id, "f" * 64) == await Link.get()
    assert await resolve_names(target.id, ["ocean"]) == ["sea"]
    assert [rule.pattern for rule in await list_rules(target.id)] == ["example.com"]
    for table in (Deed, Feed, Membership):
        assert await table.filter(chat_id=target.id).count() == 1


async def test_a_tag_that_is_an_alias_over_there_goes_where_that_leads() -> None:
    source, target = await make_chat(), await make_chat()
    moved, kept = await make_link(source), await make_link(target)
    await add_tags(moved, ["js"])
    await add_tags(kept, ["JavaScript"])
    await put_alias(await Tag.get(chat_id=target.id), "js")

    await merge(source, target)

    assert await list_link_tags([moved.id]) == {moved.id: ("JavaScript",)}
