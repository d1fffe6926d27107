from datetime import UTC, datetime, timedelta

from models.chats import get_or_create_chat
from models.links import bin_link
from models.tables import ChatKind
from tests.factories import make_finished, make_link, make_outcome
from tests.house import FRIEND, OWNER, TestHouse, permalink_of


async def test_a_deleted_link_comes_back(house: TestHouse) -> None:
    answer = await house.save("https://example.com/one #sea")
    await house.ask("/delete", reply_to=answer.message_id)

    said = await house.ask("/undo")

    assert "The link is back.\nOne\n" in said.text
    assert permalink_of(answer) in (await house.ask("/find #sea")).text


async def test_tags_and_notes_are_as_they_were(house: TestHouse) -> None:
    answer = await house.save("https://example.com/one #sea")
    await house.ask("first words", reply_to=answer.message_id)
    await house.ask("-#sea other words", reply_to=answer.message_id)

    await house.ask("/undo")

    words = house.now(answer).words
    assert "#sea" in words
    assert "first words" in words


async def test_one_undo_after_another_goes_further_back(house: TestHouse) -> None:
    first, second = await house.save("https://example.com/one"), await house.save("https://example.com/two")
    for answer in (first, second):
        await house.ask("/delete", reply_to=answer.message_id)

    await house.ask("/undo")
    assert permalink_of(first) not in (await house.ask("/recent")).text
    await house.ask("/undo")

    assert permalink_of(first) in (await house.ask("/recent")).text
    assert "nothing of yours" in (await house.ask("/undo")).text


async def test_what_a_button_brought_back_is_not_brought_back_twice(house: TestHouse) -> None:
    first, second = await house.save("https://example.com/one"), await house.save("https://example.com/two")
    await house.ask("/delete", reply_to=first.message_id)
    await house.press(await house.ask("/delete", reply_to=second.message_id), "Undo")

    await house.ask("/undo")

    assert permalink_of(first) in (await house.ask("/recent")).text


async def test_only_who_did_it_or_an_owner_takes_it_back(house: TestHouse) -> None:
    group = await house.open_group()
    await house.chat.add_member(FRIEND, group, "member")
    answer = await house.save("https://example.com/one", chat=group)
    await house.ask("/delete", chat=group, reply_to=answer.message_id)

    assert "nothing of yours" in (await house.ask("/undo", user=FRIEND, chat=group)).text
    assert "The link is back" in (await house.ask("/undo", chat=group)).text
    await house.ask("/delete", user=FRIEND, chat=group, reply_to=answer.message_id)
    assert "The link is back" in (await house.ask("/undo", chat=group)).text


async def test_the_bin_lists_what_was_deleted_and_gives_it_back(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour")
    await house.save("https://example.com/hers", user=FRIEND)
    assert "bin is empty" in (await house.ask("/bin")).text
    await house.ask("/delete", reply_to=answer.message_id)

    listed = await house.ask("/bin")
    assert "1. Old harbour · 30 days left" in listed.text
    assert "bin is empty" in (await house.ask("/bin", user=FRIEND)).text
    await house.press(listed, "↩️ 1")

    assert permalink_of(answer) in (await house.ask("/recent")).text


async def test_a_full_bin_is_turned_page_by_page(house: TestHouse) -> None:
    library = await get_or_create_chat(OWNER, ChatKind.PRIVATE, "Ann")
    for number in range(12):
        link = await make_link(library, f"https://example.com/{number}")
        await make_finished(link, outcome=make_outcome(title=f"Page {number:02}"))
        await bin_link(link.id, datetime.now(UTC) - timedelta(hours=number))

    listed = await house.ask("/bin")
    await house.press(listed, "›")
    second = house.now(listed)
    await house.press(second, "↩️ 12")

    assert [button.text for button in listed.buttons if "/" in button.text] == ["1/2"]
    assert "\n10. Page 09" in listed.text and "Page 10" not in listed.text  # noqa: PT018 - one sentence
    assert second.text.splitlines()[1:3] == [line for line in second.text.splitlines() if "Page 1" in line]
    assert "Page 11" in (await house.ask("/recent")).text
