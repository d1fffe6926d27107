"""What goes for good: rows, index and files, and only for whoever may."""

from pathlib import Path

import pytest

from bot.localchat import Message
from bot.services.sweeping import IDLE_SECONDS, Sweeper
from models.chats import find_chat
from models.database import reader
from models.people import find_person
from models.tables import ApiToken, Deed, Link, LinkTag, Membership, Session, SignIn, Snapshot, Tag
from tests.factories import NOW
from tests.house import FRIEND, OWNER, TestHouse, permalink_of
from tests.idling import make_idle

HARBOUR, FERRY = "https://example.com/old-harbour", "https://example.com/ferry"


async def sweep(house: TestHouse, folder: Path) -> None:
    """What the service does within a minute, with files that are a little older than that."""
    blobs = folder / "data" / "blobs"
    for name in [name async for name in house.house.ports.blobs.list_names()]:
        make_idle(blobs, name, IDLE_SECONDS + 1)
    await Sweeper(house.house.ports).sweep()


async def files(house: TestHouse) -> set[str]:
    return {name async for name in house.house.ports.blobs.list_names()}


async def indexed() -> int:
    rows = await reader().execute_query_dict("SELECT count(*) AS count FROM search_index")
    return int(rows[0]["count"])


async def ask_by_button(house: TestHouse, message: Message, part: str, *, user: int = OWNER) -> Message:
    """Press a button and return the question that comes."""
    before = {one.message_id for one in house.from_bot(message.chat_id)}
    await house.press(message, part, user=user)
    return await house.chat.wait_for(
        lambda one: one.message_id not in before and bool(one.buttons), chat_id=message.chat_id
    )


async def test_deleted_for_good_leaves_no_row_no_index_entry_and_no_file(house: TestHouse, tmp_path: Path) -> None:
    kept = await house.save(FERRY)
    await house.settle()
    files_of_kept = await files(house)
    answer = await house.save(f"{HARBOUR} #sea")
    await house.ask("/delete", reply_to=answer.message_id)

    question = await ask_by_button(house, await house.ask("/bin"), "✖️ 1")
    assert "Old harbour" in question.text
    await house.press(question, "for good")
    await sweep(house, tmp_path)

    assert "deleted for good" in house.now(question).text
    assert [link.url for link in await Link.all()] == [FERRY]
    assert await Snapshot.all().count() == 1
    assert await indexed() == 1
    assert await files(house) == files_of_kept
    assert permalink_of(kept) in (await house.ask("/recent")).text
    assert "nothing of yours" in (await house.ask("/undo")).text


async def test_whole_bin_is_emptied_unless_it_has_changed_since_the_question(house: TestHouse, tmp_path: Path) -> None:
    answers = [await house.save(url) for url in (HARBOUR, FERRY)]
    await house.ask("/delete", reply_to=answers[0].message_id)
    old = await ask_by_button(house, await house.ask("/bin"), "Empty")
    await house.ask("/delete", reply_to=answers[1].message_id)
    await house.press(old, "for good")
    await sweep(house, tmp_path)
    assert await Link.all().count() == 2

    await house.press(await ask_by_button(house, await house.ask("/bin"), "Empty"), "for good")
    await sweep(house, tmp_path)

    assert await Link.all().count() == 0
    assert "bin is empty" in (await house.ask("/bin")).text


async def test_nothing_of_others_goes_for_good(house: TestHouse, tmp_path: Path) -> None:
    answer = await house.save(HARBOUR)
    await house.ask("/delete", reply_to=answer.message_id)
    link = await Link.get(url=HARBOUR)
    owner = await find_person(OWNER)
    assert owner is not None
    hello = await house.ask("/start", user=FRIEND)

    for data in (f"ag:{link.id}", f"dg:{link.id}", "ae:1", "eb:1", f"fg:{owner.id}"):
        await house.chat.press_data(FRIEND, hello.message_id, data, FRIEND)
    await house.settle()
    await sweep(house, tmp_path)

    assert [one.id for one in await Link.all()] == [link.id]
    assert (await find_person(OWNER) or owner).name == owner.name


async def test_in_a_group_only_who_saved_it_or_an_owner_deletes_for_good(house: TestHouse, tmp_path: Path) -> None:
    group = await house.open_group()
    await house.chat.add_member(FRIEND, group, "member")
    answer = await house.save(HARBOUR, chat=group)
    await house.ask("/delete", chat=group, reply_to=answer.message_id)
    listed = await house.ask("/bin", user=FRIEND, chat=group)

    refusal = await house.press(listed, "✖️ 1", user=FRIEND)
    assert "only who saved" in refusal.text
    assert "only who saved" in (await house.press(listed, "Empty", user=FRIEND)).text
    question = await ask_by_button(house, listed, "✖️ 1")
    await house.press(question, "for good")
    await sweep(house, tmp_path)

    assert await Link.all().count() == 0


@pytest.fixture
async def filled(house: TestHouse) -> TestHouse:
    """A house in which a friend has left all kinds of things."""
    group = await house.open_group()
    await house.chat.add_member(FRIEND, group, "member")
    await house.save(FERRY)
    await house.save(f"{HARBOUR} #sea a note", user=FRIEND)
    await house.save("https://example.com/in-the-group #ours", user=FRIEND, chat=group)
    await house.ask("/rule example.com #news", user=FRIEND)
    gone = await house.save("https://example.com/binned", user=FRIEND)
    await house.ask("/delete", user=FRIEND, reply_to=gone.message_id)
    friend, chat = await find_person(FRIEND), await find_chat(group)
    assert friend is not None
    assert chat is not None
    await Membership.get_or_create(chat=chat, person=friend, defaults={"seen_at": NOW})
    await SignIn.create(token_sha256="1" * 64, person=friend, expires_at=NOW)
    await Session.create(token_sha256="2" * 64, person=friend, created_at=NOW, seen_at=NOW, expires_at=NOW)
    await ApiToken.create(token_sha256="3" * 64, person=friend, created_at=NOW)
    return house


async def test_person_who_is_forgotten_leaves_nothing_but_what_groups_keep(filled: TestHouse, tmp_path: Path) -> None:
    question = await filled.ask("/forget", user=FRIEND)
    assert "1 link kept here" in question.text
    assert await Link.filter(deleted_at__isnull=True).count() == 3

    await filled.press(question, "forget me", user=FRIEND)
    assert "Nothing is kept" in (await filled.ask("/recent", user=FRIEND)).text
    await sweep(filled, tmp_path)

    assert "Forgotten" in filled.now(question).text
    friend, chat = await find_person(FRIEND), await find_chat(FRIEND)
    assert friend is not None
    assert chat is not None
    assert {link.url for link in await Link.all()} == {FERRY, "https://example.com/in-the-group"}
    assert await Link.filter(saved_by_id=friend.id).count() == 0
    assert await indexed() == 2
    for table in (Membership, SignIn, Session, ApiToken, Deed):
        assert await table.filter(person_id=friend.id).count() == 0, table
    assert await Tag.filter(chat_id=chat.id).count() == 0
    assert await LinkTag.all().count() == 1
    needed = {one.sha256 for snapshot in await Snapshot.all() for one in await snapshot.artifacts.all()}
    assert {name for name in await files(filled) if name not in needed} == set()


async def test_who_was_forgotten_may_begin_anew(filled: TestHouse) -> None:
    await filled.press(await filled.ask("/forget", user=FRIEND), "forget me", user=FRIEND)

    again = await filled.save("https://example.com/new-quay", user=FRIEND)

    listed = await filled.ask("/recent", user=FRIEND)
    assert permalink_of(again) in listed.text
    assert "harbour" not in listed.text


async def test_nobody_is_forgotten_in_a_group(filled: TestHouse) -> None:
    assert "private chat" in (await filled.ask("/forget", user=FRIEND, chat=-500)).text

    assert await Link.filter(deleted_at__isnull=True).count() == 3
