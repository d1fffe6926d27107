from dataclasses import replace
from datetime import timedelta

import pytest

from bot.i18n import get_translator
from bot.services.admitting import offer_claim
from capture.fake import FakeEngine
from models.chats import find_chat
from models.people import find_person
from models.tables import Person, Role
from tests.bot.handlers.conftest import OpenHouse
from tests.house import FRIEND, OWNER, STRANGER, TestHouse

CHANNEL = -1_000_000_000_700
HARBOUR = "https://example.com/old-harbour"


def captured(house: TestHouse) -> list[str]:
    """The addresses that were visited."""
    assert isinstance(house.engine, FakeEngine)
    return house.engine.captured


async def run_channel(house: TestHouse, person: int) -> None:
    """Let a person be the administrator of the channel."""
    channel = house.chat.board.world.chats[CHANNEL]
    await house.chat.ensure_user(person)
    await house.chat.board.world.put_chat(replace(channel, members=((person, "creator"),)))


async def test_a_stranger_is_told_once_a_day_and_costs_no_work(house: TestHouse) -> None:
    told = await house.ask(HARBOUR, user=STRANGER)
    await house.chat.send_text(STRANGER, STRANGER, "/start")
    await house.chat.send_text(STRANGER, STRANGER, "/find harbour")
    await house.settle()

    assert str(STRANGER) in told.text
    assert house.from_bot(STRANGER) == [told]
    assert captured(house) == []
    assert await find_chat(STRANGER) is None


async def test_a_stranger_is_told_again_the_next_day(house: TestHouse) -> None:
    await house.ask("hello", user=STRANGER)
    yesterday = house.house.ports.clock() - timedelta(days=1, minutes=1)
    await Person.filter(telegram_id=STRANGER).update(told_at=yesterday)

    assert str(STRANGER) in (await house.ask("hello again", user=STRANGER)).text


async def test_a_stranger_gets_silence_in_a_group(house: TestHouse) -> None:
    group = await house.open_group()
    await house.chat.send_text(STRANGER, group, HARBOUR)
    await house.chat.send_text(STRANGER, group, "/help@snapkeep_local_bot")

    await house.settle()
    assert house.from_bot(group) == []
    assert captured(house) == []
    assert await find_person(STRANGER) is None


async def test_a_strangers_edit_gets_silence(house: TestHouse) -> None:
    sent = await house.chat.send_text(STRANGER, STRANGER, "hello")
    await house.reply_to(sent)

    await house.chat.edit_text(sent, HARBOUR)

    await house.settle()
    assert len(house.from_bot(STRANGER)) == 1
    assert captured(house) == []


async def test_a_stranger_finds_nothing_inline_but_a_button_to_ask(house: TestHouse) -> None:
    await house.save(HARBOUR)

    answer = await house.chat.inline_query(STRANGER, "")

    assert answer.results == ()
    assert answer.is_personal
    assert answer.button == {"text": get_translator("en").text("inline.ask"), "start_parameter": "ask"}
    assert await find_person(STRANGER) is None


async def test_a_stranger_who_asks_is_given_the_number_to_be_let_in_by(house: TestHouse) -> None:
    assert str(STRANGER) in (await house.ask("/start ask", user=STRANGER)).text


async def test_a_strangers_button_in_a_group_changes_nothing(house: TestHouse) -> None:
    group = await house.open_group()
    answer = await house.save(HARBOUR, chat=group)

    pressed = await house.press(answer, "Delete", user=STRANGER)

    assert pressed.show_alert
    assert "private" in pressed.text
    assert "Old harbour" in (await house.ask("/recent", chat=group)).text


async def test_a_friend_keeps_a_library_apart(house: TestHouse) -> None:
    await house.save(HARBOUR)

    await house.save("https://example.com/lighthouse", user=FRIEND)

    assert "Old harbour" not in (await house.ask("/recent", user=FRIEND)).text
    assert "Lighthouse" not in (await house.ask("/recent")).text


async def test_nobody_is_let_into_another_persons_private_chat(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)

    pressed = await house.press(answer, "Delete", user=FRIEND)  # as Telegram would never deliver it

    assert pressed.show_alert
    assert "Old harbour" in (await house.ask("/recent")).text


@pytest.mark.parametrize("administrator", [OWNER, FRIEND])
async def test_a_channel_is_served_where_an_allowed_person_runs_it(house: TestHouse, administrator: int) -> None:
    await house.open_group(CHANNEL, "channel", user=STRANGER)
    await run_channel(house, administrator)

    post = await house.chat.channel_post(CHANNEL, f"{HARBOUR} #ships")

    answer = await house.answer_to(post)
    assert "Old harbour" in answer.caption
    assert "#ships" in answer.caption
    assert "Old harbour" not in (await house.ask("/recent")).text  # the channel's library is its own


async def test_a_strangers_channel_gets_silence(house: TestHouse) -> None:
    await house.open_group(CHANNEL, "channel", user=STRANGER)
    await run_channel(house, STRANGER)

    post = await house.chat.channel_post(CHANNEL, HARBOUR)
    await house.chat.edit_text(post, f"{HARBOUR} once more")

    await house.settle()
    assert house.from_bot(CHANNEL) == []
    assert captured(house) == []


async def test_a_channel_whose_administrators_are_not_told_gets_silence(house: TestHouse) -> None:
    await house.open_group(CHANNEL, "channel", user=STRANGER)
    await run_channel(house, OWNER)
    house.chat.fail_next("getChatAdministrators", 400, "Bad Request: member list is inaccessible")

    await house.chat.channel_post(CHANNEL, HARBOUR)

    await house.settle()
    assert captured(house) == []


async def test_an_edited_post_adds_its_links_and_a_post_without_any_gets_silence(house: TestHouse) -> None:
    await house.open_group(CHANNEL, "channel")
    post = await house.chat.channel_post(CHANNEL, "nothing yet", signature="Ann")
    await house.settle()
    said_before = house.from_bot(CHANNEL)

    await house.chat.edit_text(post, HARBOUR)

    assert said_before == []
    assert "Old harbour" in (await house.answer_to(post)).caption


async def test_whoever_opens_the_claim_link_first_owns_the_house(open_with: OpenHouse) -> None:
    async with open_with(ALLOWED_USERS="") as house:
        token = await offer_claim(house.house.ports)

        claimed = await house.chat.send_text(STRANGER, STRANGER, f"/start {token}")
        assert "yours now" in (await house.reply_to(claimed)).text
        late = await house.chat.send_text(FRIEND, FRIEND, f"/start {token}")
        assert "has been used" in (await house.reply_to(late)).text

        owner = await find_person(STRANGER)
        assert owner is not None
        assert owner.role is Role.OWNER
        assert "Old harbour" in (await house.save(HARBOUR, user=STRANGER)).caption


async def test_a_claim_link_says_nothing_in_a_group(open_with: OpenHouse) -> None:
    async with open_with(ALLOWED_USERS="") as house:
        await house.chat.add_chat(-500, "group", "Reading circle")
        await house.chat.add_member(STRANGER, -500)
        token = await offer_claim(house.house.ports)

        await house.chat.send_text(STRANGER, -500, f"/start {token}")
        await house.chat.send_text(STRANGER, STRANGER, "hello")

        await house.chat.wait_until(lambda: house.from_bot(STRANGER))
        assert house.from_bot(-500) == []
        assert await find_person(STRANGER) is not None
        assert (await Person.get(telegram_id=STRANGER)).role is Role.STRANGER


async def test_a_claim_link_is_worth_nothing_where_a_list_says_who_may_come_in(house: TestHouse) -> None:
    await Person.filter(telegram_id=OWNER).update(telegram_id=1)  # as before anybody was on the list
    token = await offer_claim(house.house.ports)

    said = await house.ask(f"/start {token}", user=STRANGER)

    assert token is not None
    assert "has been used, or is too old" in said.text
    assert (await Person.get(telegram_id=STRANGER)).role is Role.STRANGER
