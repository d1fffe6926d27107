from models.tables import Watch
from tests.bot.handlers.conftest import OpenHouse
from tests.bot.handlers.test_buttons import GONE
from tests.house import FRIEND, OWNER, TestHouse

HARBOUR = "https://example.com/old-harbour"


async def test_a_watch_begins_by_a_button_behind_the_dots(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    assert not any("Watch" in button.text for button in answer.buttons)

    await house.press(answer, "⋯")
    opened = house.now(answer)
    await house.press(opened, "Watch weekly")

    said = await house.reply_to(answer)
    assert "every week" in said.words
    assert (await Watch.get()).days == 7
    assert not any("⋯" in button.text for button in opened.buttons)
    assert any("Delete" in button.text for button in opened.buttons), "the others stay"


async def test_the_pace_changes_and_the_watch_ends_in_the_message_that_speaks_of_it(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    said = await house.ask("/watch", reply_to=answer.message_id)
    assert "every day" in said.words

    await house.press(said, "Watch weekly")
    assert "every week" in house.now(said).words
    await house.press(house.now(said), "Stop watching")

    assert "no longer watch" in house.now(said).words
    assert await Watch.all().count() == 0
    assert len(house.from_bot(OWNER)) == 2


async def test_watches_are_listed_and_ended_there(house: TestHouse) -> None:
    for name in ("old-harbour", "new-harbour"):
        answer = await house.save(f"https://example.com/{name}")
        await house.ask("/watch weekly", reply_to=answer.message_id)
    listed = await house.ask("/watches")
    assert "2 pages are watched" in listed.words
    assert "1. Old harbour" in listed.words

    await house.press(listed, "✖️ 1")
    assert "1 page is watched" in house.now(listed).words
    assert "Old harbour" not in house.now(listed).words
    await house.press(house.now(listed), "✖️ 1")

    assert "No page is watched" in house.now(listed).words


async def test_off_ends_it_and_another_word_is_explained(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    await house.ask("/watch 每周", reply_to=answer.message_id)
    assert (await Watch.get()).days == 7

    assert "/watch weekly" in (await house.ask("/watch hourly", reply_to=answer.message_id)).text
    await house.ask("/watch off", reply_to=answer.message_id)

    assert await Watch.all().count() == 0


async def test_a_reply_to_what_was_said_of_a_watch_labels_its_link(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    said = await house.ask("/watch", reply_to=answer.message_id)

    labelled = await house.ask("#sea", reply_to=said.message_id)

    assert "#sea" in labelled.words


async def test_nobody_watches_more_than_the_limit(open_with: OpenHouse) -> None:
    async with open_with(MAX_WATCHES="1") as house:
        first, second = [await house.save(f"https://example.com/{name}") for name in ("one", "two")]
        await house.ask("/watch", reply_to=first.message_id)

        refused = await house.ask("/watch", reply_to=second.message_id)
        await house.press(second, "⋯")
        pressed = await house.press(house.now(second), "Watch daily")

    assert "as many pages as it may (1)" in refused.words
    assert "as many pages as it may (1)" in pressed.text
    assert "/watches" in refused.words


async def test_a_foreign_link_in_the_button_is_not_watched(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    foreign = await house.save("https://example.com/other", user=FRIEND)
    await house.press(answer, "⋯")
    forged = next(button for button in house.now(answer).buttons if "Watch daily" in button.text)

    pressed = await house.chat.press_data(FRIEND, foreign.message_id, forged.value, FRIEND)
    dots = next(button for button in answer.buttons if button.text == "⋯")
    looked = await house.chat.press_data(FRIEND, foreign.message_id, dots.value, FRIEND)

    assert (pressed.text, looked.text) == (GONE, GONE)
    assert await Watch.all().count() == 0
