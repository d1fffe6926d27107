from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.errors import InvalidRequest
from bot.parsing.addresses import Address, parse_address
from bot.parsing.tags import Tags
from bot.services.cards import Origin
from bot.services.ports import Limits
from bot.services.removing import remove
from bot.services.saving import Receipt, ReceiptKind, SaveOrder, capture_again, refused, save
from bot.services.showing import read_origin
from models.queue import claim_this, release_snapshot
from models.tables import Chat, Delivery, Link, LinkTag, MessageLink, Remark, Snapshot, Status, Tag
from models.tags import list_link_tags
from tests.factories import NOW, make_chat, make_claimed, make_finished, make_link, make_snapshot
from tests.full_store import FullStore
from tests.ports import CHAT, Desk, target


def address(text: str) -> Address:
    parsed = parse_address(text)
    assert parsed is not None
    return parsed


def order(chat: Chat, *urls: str, message: int = 1, tags: tuple[str, ...] = (), note: str = "") -> SaveOrder:
    return SaveOrder(
        chat=chat,
        person_id=None,
        addresses=tuple(map(address, urls)),
        target=target(CHAT, message),
        message_id=message,
        tags=Tags(tags),
        note=note,
    )


async def kept(url: str, desk: Desk, chat: Chat) -> Link:
    """The link of an address, saved by an earlier message."""
    (receipt,) = await save(order(chat, url, message=900), desk.ports())
    assert receipt.snapshot is not None
    return await Link.get(id=receipt.snapshot.link_id)


async def test_new_link_is_queued_with_an_answer_promised(desk: Desk) -> None:
    chat = await make_chat()

    (receipt,) = await save(order(chat, "https://example.com/one", tags=("sea",), note="why"), desk.ports())

    assert receipt.kind is ReceiptKind.QUEUED
    link = await Link.get()
    assert (link.url, link.note) == ("https://example.com/one", "why")
    assert await list_link_tags([link.id]) == {link.id: ("sea",)}
    assert (await Snapshot.get()).status is Status.QUEUED
    delivery = await Delivery.get()
    assert (delivery.chat_telegram_id, delivery.reply_to, delivery.message_id) == (CHAT, 1, None)
    assert delivery.due_at > desk.clock.now, "whoever took the message acknowledges it first"
    assert desk.wakings == 1


async def test_same_message_again_starts_nothing(desk: Desk) -> None:
    chat = await make_chat()
    await save(order(chat, "https://example.com/one"), desk.ports())

    (receipt,) = await save(order(chat, "https://example.com/one"), desk.ports())

    assert receipt.kind is ReceiptKind.REPEATED
    assert receipt.delivery is None
    assert (await Link.all().count(), await Snapshot.all().count(), await Delivery.all().count()) == (1, 1, 1)


async def test_two_spellings_in_one_message_are_one_link(desk: Desk) -> None:
    receipts = await save(
        order(await make_chat(), "https://example.com/one", "https://example.com/one?utm_source=x"), desk.ports()
    )

    assert [receipt.kind for receipt in receipts] == [ReceiptKind.QUEUED, ReceiptKind.REPEATED]
    assert await Delivery.all().count() == 1


async def test_edit_with_another_link_saves_only_that_one(desk: Desk) -> None:
    chat = await make_chat()
    await save(order(chat, "https://example.com/one"), desk.ports())

    receipts = await save(order(chat, "https://example.com/one", "https://example.com/two"), desk.ports())

    assert [receipt.kind for receipt in receipts] == [ReceiptKind.REPEATED, ReceiptKind.QUEUED]


async def test_known_link_is_answered_with_what_is_there(desk: Desk) -> None:
    chat = await make_chat()
    link = await kept("https://example.com/one", desk, chat)
    await Snapshot.filter(link_id=link.id).update(status=Status.COMPLETE, finished_at=NOW)

    (receipt,) = await save(order(chat, "https://example.com/one", tags=("later",)), desk.ports(Limits(0, 0, 0)))

    assert receipt.kind is ReceiptKind.KNOWN
    assert receipt.delivery is not None
    assert await Snapshot.all().count() == 1
    assert (await list_link_tags([link.id]))[link.id] == ("later",)


async def test_link_whose_capture_failed_is_captured_again(desk: Desk) -> None:
    chat = await make_chat()
    link = await kept("https://example.com/one", desk, chat)
    await Snapshot.filter(link_id=link.id).update(status=Status.FAILED)

    (receipt,) = await save(order(chat, "https://example.com/one"), desk.ports())

    assert receipt.kind is ReceiptKind.QUEUED
    assert receipt.snapshot is not None
    assert receipt.snapshot.version == 2


async def test_link_that_is_being_captured_gets_another_answer_and_no_other_capture(desk: Desk) -> None:
    chat = await make_chat()
    link = await kept("https://example.com/one", desk, chat)
    snapshot = await Snapshot.get(link_id=link.id)
    await claim_this(snapshot.id, "worker", 60, NOW)

    (receipt,) = await save(order(chat, "https://example.com/one"), desk.ports(Limits(max_waiting=1)))

    assert receipt.kind is ReceiptKind.QUEUED
    assert receipt.snapshot is not None
    assert receipt.snapshot.id == snapshot.id
    assert await Delivery.all().count() == 2


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(max_waiting=1), "queue_full"),
        (Limits(max_per_day=2), "daily_limit"),
        (Limits(max_bytes=10), "storage_full"),
    ],
)
async def test_what_is_over_the_quota_is_refused_and_leaves_nothing(desk: Desk, limits: Limits, sentence: str) -> None:
    chat = await make_chat()
    await make_finished(await make_link(chat))
    await make_snapshot(await make_link(chat))
    before = (await Link.all().count(), await Snapshot.all().count())

    (receipt,) = await save(order(chat, "https://example.com/new", tags=("tag",), note="n"), desk.ports(limits))

    assert receipt.kind is ReceiptKind.REFUSED
    assert receipt.refusal is not None
    assert receipt.refusal.sentence == sentence
    assert (await Link.all().count(), await Snapshot.all().count()) == before
    for table in (Delivery, MessageLink, Remark, Tag, LinkTag):
        assert await table.all().count() == 0, table
    assert desk.wakings == 0


async def test_without_room_new_links_are_refused_and_known_ones_answered(desk: Desk, tmp_path: Path) -> None:
    chat = await make_chat()
    link = await kept("https://example.com/kept", desk, chat)
    await Snapshot.filter(link_id=link.id).update(status=Status.COMPLETE, finished_at=NOW)
    ports = replace(desk.ports(), blobs=FullStore(tmp_path))

    new, known = await save(order(chat, "https://example.com/new", "https://example.com/kept"), ports)

    assert new.refusal is not None
    assert (new.kind, new.refusal.sentence) == (ReceiptKind.REFUSED, "disk_full")
    assert known.kind is ReceiptKind.KNOWN


async def test_quota_of_one_chat_is_not_anothers(desk: Desk) -> None:
    await make_snapshot(await make_link())

    (receipt,) = await save(order(await make_chat(), "https://example.com/new"), desk.ports(Limits(max_waiting=1)))

    assert receipt.kind is ReceiptKind.QUEUED


async def test_captures_of_yesterday_are_not_counted(desk: Desk) -> None:
    chat = await make_chat()
    await make_finished(await make_link(chat))
    desk.clock.wait(25 * 3600)

    (receipt,) = await save(order(chat, "https://example.com/new"), desk.ports(Limits(max_per_day=1)))

    assert receipt.kind is ReceiptKind.QUEUED


async def test_links_before_the_limit_are_kept_and_those_after_it_refused(desk: Desk) -> None:
    urls = [f"https://example.com/{number}" for number in range(4)]

    receipts = await save(order(await make_chat(), *urls), desk.ports(Limits(max_waiting=2)))

    kinds = [receipt.kind for receipt in receipts]
    assert kinds == [ReceiptKind.QUEUED] * 2 + [ReceiptKind.REFUSED] * 2
    assert [link.url for link in await Link.all().order_by("id")] == urls[:2]


async def test_refused_link_can_be_sent_again_in_the_same_message(desk: Desk) -> None:
    chat = await make_chat()
    await save(order(chat, "https://example.com/one"), desk.ports(Limits(max_waiting=0)))

    (receipt,) = await save(order(chat, "https://example.com/one"), desk.ports())

    assert receipt.kind is ReceiptKind.QUEUED


async def test_fault_half_way_leaves_nothing(desk: Desk) -> None:
    def no_permalink() -> str:
        raise RuntimeError("no randomness")

    ports = replace(desk.ports(), new_permalink=no_permalink)
    with pytest.raises(RuntimeError):
        await save(order(await make_chat(), "https://example.com/one", tags=("tag",)), ports)

    for table in (Link, Snapshot, Delivery, MessageLink, Remark, LinkTag):
        assert await table.all().count() == 0, table


async def test_deleted_link_comes_back_when_it_is_sent_again(desk: Desk) -> None:
    chat = await make_chat()
    link = await kept("https://example.com/one", desk, chat)
    await Snapshot.filter(link_id=link.id).update(status=Status.COMPLETE, finished_at=NOW)
    await remove(chat.id, link.id, desk.ports())

    (receipt,) = await save(order(chat, "https://example.com/one"), desk.ports())

    assert receipt.kind is ReceiptKind.KNOWN
    assert (await Link.get(id=link.id)).deleted_at is None


async def test_edit_does_not_bring_a_deleted_link_back(desk: Desk) -> None:
    chat = await make_chat()
    await save(order(chat, "https://example.com/one"), desk.ports())
    link = await Link.get()
    await remove(chat.id, link.id, desk.ports())

    (receipt,) = await save(order(chat, "https://example.com/one", tags=("typo",)), desk.ports())

    assert receipt.kind is ReceiptKind.REPEATED
    assert (await Link.get(id=link.id)).deleted_at is not None
    assert await LinkTag.all().count() == 0


async def test_origin_of_a_forward_is_kept(desk: Desk) -> None:
    origin = Origin("channel", "The Daily", datetime(2026, 3, 1, 8, tzinfo=NOW.tzinfo), "https://t.me/thedaily/42")

    await save(replace(order(await make_chat(), "https://example.com/one"), origin=origin), desk.ports())

    assert read_origin((await Link.get()).origin) == origin


async def test_capture_again_is_another_version_with_an_answer(desk: Desk) -> None:
    first = await make_finished()

    receipt = await capture_again(await Link.get(id=first.link_id), target(CHAT, 5), desk.ports())

    assert receipt.snapshot is not None
    assert (receipt.snapshot.version, receipt.snapshot.status) == (2, Status.QUEUED)
    assert (await Delivery.get()).reply_to == 5
    assert desk.wakings == 1


async def again(link: Link, desk: Desk, message: int) -> Receipt:
    return await capture_again(link, target(CHAT, message), desk.ports(Limits(max_waiting=1)))


async def test_button_pressed_twice_is_answered_once(desk: Desk) -> None:
    link = await Link.get(id=(await make_finished()).link_id)

    first, second = await again(link, desk, 5), await again(link, desk, 5)
    from_elsewhere = await again(link, desk, 6)

    ids = [receipt.delivery.id for receipt in (first, second, from_elsewhere) if receipt.delivery]
    assert ids[0] == ids[1] != ids[2]
    assert await Snapshot.all().count() == 2


@pytest.mark.parametrize("limits", [Limits(max_per_day=1), Limits(max_bytes=1)])
async def test_capture_again_keeps_to_the_quota(desk: Desk, limits: Limits) -> None:
    link = await Link.get(id=(await make_finished()).link_id)

    with pytest.raises(InvalidRequest):
        await capture_again(link, target(), desk.ports(limits))

    assert await Snapshot.all().count() == 1
    assert await Delivery.all().count() == 0


async def test_capture_again_of_what_waits_already_is_the_same_capture(desk: Desk) -> None:
    claimed = await make_claimed()
    await release_snapshot(claimed)

    receipt = await capture_again(await Link.get(id=claimed.link_id), target(), desk.ports())

    assert receipt.snapshot is not None
    assert receipt.snapshot.id == claimed.id


def test_receipt_of_a_refused_address() -> None:
    receipt = refused("ftp://example.com", InvalidRequest("not_http"))

    assert (receipt.kind, receipt.snapshot, receipt.delivery) == (ReceiptKind.REFUSED, None, None)
