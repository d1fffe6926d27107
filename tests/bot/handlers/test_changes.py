from bot.callbacks import Changes, encode
from bot.localchat import Message
from models.snapshots import get_snapshot
from models.tables import Comparison, Snapshot
from tests.bot.handlers.test_buttons import GONE
from tests.house import FRIEND, TestHouse, permalink_of

HARBOUR = "https://example.com/old-harbour"


async def capture_twice(house: TestHouse, text: str = "") -> tuple[Message, Message]:
    """Two versions of a page; `text` is what the second one says beside what the first does."""
    first = await house.save(HARBOUR)
    await house.press(first, "Capture again")
    second = await house.answer_to(first)
    snapshot = await get_snapshot(permalink_of(second).rpartition("/")[2])
    if text:
        await Snapshot.filter(id=snapshot.id).update(text=f"{snapshot.text}\n{text}")
    return first, second


async def test_a_first_capture_offers_no_comparison(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)

    assert not any("What changed" in button.text for button in answer.buttons)


async def test_the_button_names_the_sentence_that_came(house: TestHouse) -> None:
    _, second = await capture_twice(house, "It is closed on Sundays.")

    await house.press(second, "What changed")

    said = await house.reply_to(second)
    assert "➕ It is closed on Sundays." in said.words
    assert "Only words changed" in said.words


async def test_where_only_the_clock_went_on_it_is_one_line(house: TestHouse) -> None:
    _, second = await capture_twice(house)
    await Snapshot.filter(version=1).update(text="Harbour\nIt is 12:30:05")
    await Snapshot.filter(version=2).update(text="Harbour\nIt is 12:45:17")

    said = await house.ask("/changes", reply_to=second.message_id)

    assert "Nothing real has changed" in said.words
    assert "Ignored: times" in said.words


async def test_what_was_worked_out_once_is_kept(house: TestHouse) -> None:
    _, second = await capture_twice(house, "It is closed.")

    await house.ask("/changes", reply_to=second.message_id)
    await house.ask("/changes", reply_to=second.message_id)

    assert await Comparison.all().count() == 1


async def test_one_version_alone_cannot_be_compared(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)

    assert "no earlier version" in (await house.ask("/changes", reply_to=answer.message_id)).text
    assert "as a reply" in (await house.ask("/changes")).text


async def test_a_foreign_permalink_in_the_button_compares_nothing(house: TestHouse) -> None:
    _, second = await capture_twice(house, "It is closed.")
    foreign = await house.save("https://example.com/other", user=FRIEND)
    forged = encode(Changes(permalink_of(second).rpartition("/")[2]))

    answer = await house.chat.press_data(FRIEND, foreign.message_id, forged, FRIEND)

    assert answer.text == GONE
    assert await Comparison.all().count() == 0
