from tests.bot.handlers.conftest import OpenHouse
from tests.house import TestHouse, permalink_of

HARBOUR = "https://example.com/old-harbour"


async def test_a_reply_captures_the_page_again_as_another_version(house: TestHouse) -> None:
    first = await house.save(HARBOUR)

    retried = await house.chat.send_text(first.chat_id, first.chat_id, "/retry", reply_to=first.message_id)
    second = await house.answer_to(retried)
    known = await house.save(HARBOUR)

    assert permalink_of(second) != permalink_of(first)
    assert permalink_of(known) == permalink_of(second)
    assert "2 versions" in known.caption


async def test_without_a_reply_it_says_what_to_do(house: TestHouse) -> None:
    assert "as a reply" in (await house.ask("/retry")).text


async def test_a_deleted_link_is_not_captured_again(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    await house.ask("/delete", reply_to=answer.message_id)

    assert "stands for no link" in (await house.ask("/retry", reply_to=answer.message_id)).text


async def test_a_used_up_quota_is_said_in_words(open_with: OpenHouse) -> None:
    async with open_with(MAX_PER_DAY="1") as house:
        answer = await house.save(HARBOUR)

        said = await house.ask("/retry", reply_to=answer.message_id)

        assert "used up its captures" in said.text
