"""Links that come by the web or the API."""

from pathlib import Path

import pytest

from bot.errors import InvalidRequest
from bot.services.entering import ask_again, enter, read_address
from bot.services.ports import Limits
from bot.services.saving import ReceiptKind
from bot.services.undoing import undo_last
from models.errors import NotFound
from models.tables import Link, Snapshot
from models.tag_moves import get_or_create_tag
from models.tag_rules import put_rule
from models.tags import list_link_tags
from tests.factories import make_chat, make_failed, make_finished, make_link, make_person
from tests.ports import Desk, open_desk

URL = "https://example.com/a"


@pytest.fixture
async def desk(database: Path, tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


async def test_new_link_is_queued_and_workers_are_woken(desk: Desk) -> None:
    chat, person = await make_chat(), await make_person()

    receipt = await enter(chat.id, person.id, read_address(URL), ("reading", "#later"), "a note", desk.ports())

    link = await Link.get(chat_id=chat.id)
    assert receipt.kind is ReceiptKind.QUEUED
    assert receipt.snapshot is not None
    assert (link.url, link.note) == (URL, "a note")
    assert (await list_link_tags([link.id]))[link.id] == ("reading", "later")
    assert desk.wakings == 1


async def test_rules_of_the_chat_label_what_comes_by_the_web(desk: Desk) -> None:
    chat = await make_chat()
    await put_rule(await get_or_create_tag(chat.id, "ruled"), "example.com")

    await enter(chat.id, None, read_address(URL), (), "", desk.ports())

    link = await Link.get(chat_id=chat.id)
    assert (await list_link_tags([link.id]))[link.id] == ("ruled",)


async def test_known_link_is_labelled_and_not_captured_again(desk: Desk) -> None:
    chat = await make_chat()
    first = await enter(chat.id, None, read_address(URL), (), "", desk.ports())

    second = await enter(chat.id, None, read_address(URL), ("later",), "", desk.ports())

    assert first.snapshot is not None
    assert second.kind is ReceiptKind.KNOWN
    assert second.snapshot == first.snapshot
    assert await Snapshot.all().count() == 1


async def test_what_is_refused_leaves_nothing_behind(desk: Desk) -> None:
    chat = await make_chat()

    with pytest.raises(InvalidRequest) as refusal:
        await enter(chat.id, None, read_address(URL), (), "", desk.ports(Limits(max_waiting=0)))

    assert refusal.value.sentence == "queue_full"
    assert await Link.all().count() == 0


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "no_host"), ("ftp://example.com", "not_http"), ("words", "no_host")]
)
def test_what_is_no_address_is_said(text: str, sentence: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        read_address(text)

    assert refusal.value.sentence == sentence


async def test_another_capture_is_a_new_version_and_asked_for_once(desk: Desk) -> None:
    first = await make_finished()
    link = await Link.get(id=first.link_id)

    second = await ask_again(link.chat_id, link.id, desk.ports())
    third = await ask_again(link.chat_id, link.id, desk.ports())

    assert (second.version, third.id) == (2, second.id)
    assert desk.wakings == 1


async def test_link_of_another_chat_is_not_captured_again(desk: Desk) -> None:
    link, stranger = await make_link(), await make_chat()
    await make_failed(link)

    with pytest.raises(NotFound):
        await ask_again(stranger.id, link.id, desk.ports())


async def test_a_note_that_is_written_over_can_be_brought_back(desk: Desk) -> None:
    chat, person = await make_chat(), await make_person()
    for note in ("first words", "other words"):
        await enter(chat.id, person.id, read_address(URL), (), note, desk.ports())

    await undo_last(chat.id, person, desk.ports())

    assert (await Link.get()).note == "first words"
