import pytest

from bot.services.showing import show_permalink
from models.errors import NotFound
from tests.house import FRIEND, OWNER, PUBLIC_URL, TestHouse, permalink_of

HARBOUR = "https://example.com/old-harbour"


async def test_a_deleted_link_is_gone_everywhere_until_it_is_brought_back(house: TestHouse) -> None:
    answer = await house.save(f"{HARBOUR} #sea")
    permalink_id = permalink_of(answer).rpartition("/")[2]

    offer = await house.ask("/delete", reply_to=answer.message_id)

    assert "Old harbour" in offer.text
    assert "Nothing found" in (await house.ask("/find harbour")).text
    assert (await house.chat.inline_query(OWNER, "harbour")).results == ()
    with pytest.raises(NotFound):
        await show_permalink(permalink_id, PUBLIC_URL)

    await house.press(offer, "Undo")

    assert (await show_permalink(permalink_id, PUBLIC_URL)).tags == ("sea",)
    assert permalink_of(answer) in (await house.ask("/find harbour #sea")).text


async def test_a_reply_to_ones_own_message_deletes_every_link_in_it(house: TestHouse) -> None:
    sent = await house.chat.send_text(OWNER, OWNER, f"{HARBOUR} https://example.com/lighthouse")
    await house.chat.wait_until(lambda: sum(bool(one.photo_group) for one in house.from_bot()) == 2)

    await house.chat.send_text(OWNER, OWNER, "/delete", reply_to=sent.message_id)
    await house.settle()

    assert "Nothing is kept" in (await house.ask("/recent")).text
    assert house.chat.messages(OWNER)[0] == sent  # never the person's own message


async def test_a_deleted_link_comes_back_when_it_is_sent_again(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    await house.ask("/delete", reply_to=answer.message_id)

    assert permalink_of(await house.save(HARBOUR)) == permalink_of(answer)


async def test_without_a_reply_it_says_what_to_do(house: TestHouse) -> None:
    assert "as a reply" in (await house.ask("/delete")).text


async def test_a_reply_to_something_else_is_told_so(house: TestHouse) -> None:
    hello = await house.ask("/start")

    assert "stands for no link" in (await house.ask("/delete", reply_to=hello.message_id)).text


async def test_the_same_page_in_another_library_stays(house: TestHouse) -> None:
    mine = await house.save(HARBOUR)
    hers = await house.save(HARBOUR, user=FRIEND)

    await house.ask("/delete", reply_to=mine.message_id)

    assert permalink_of(hers) in (await house.ask("/recent", user=FRIEND)).text
