import pytest

from models.chats import find_chat
from tests.bot.handlers.conftest import OpenHouse
from tests.bot.handlers.engines import HeldEngine
from tests.house import OWNER, STRANGER, TestHouse, permalink_of

HARBOUR = "https://example.com/old-harbour"
GROUP = -500
SUPERGROUP = GROUP - 1_000_000_000_000


@pytest.mark.parametrize("founder", [OWNER, STRANGER])
async def test_the_library_of_a_group_moves_into_its_supergroup(house: TestHouse, founder: int) -> None:
    await house.open_group(GROUP)
    await house.chat.send_text(founder, GROUP, "whoever writes first has founded it")
    answer = await house.save(f"{HARBOUR} #ships", chat=GROUP)

    await house.chat.migrate_group(GROUP)
    await house.settle()
    found = await house.ask("/find #ships", chat=SUPERGROUP)

    assert permalink_of(answer) in found.text
    assert await find_chat(GROUP) is None
    assert permalink_of(await house.save(HARBOUR, chat=SUPERGROUP)) == permalink_of(answer)


async def test_the_choice_what_to_read_moves_too(house: TestHouse) -> None:
    await house.open_group(GROUP)
    await house.press(await house.ask("/settings", chat=GROUP), "Only when mentioned")

    await house.chat.migrate_group(GROUP)
    await house.settle()
    await house.chat.send_text(OWNER, SUPERGROUP, HARBOUR)

    await house.settle()
    assert house.from_bot(SUPERGROUP) == []


async def test_what_was_promised_to_the_group_arrives_in_the_supergroup(open_with: OpenHouse) -> None:
    engine = HeldEngine()
    async with open_with(engine) as house:
        await house.open_group(GROUP)
        await house.reply_to(await house.chat.send_text(OWNER, GROUP, HARBOUR))

        await house.chat.migrate_group(GROUP)
        await house.settle()
        engine.released[HARBOUR].set()

        answer = await house.chat.wait_for(lambda message: "Old harbour" in message.caption, chat_id=SUPERGROUP)
        assert permalink_of(answer)
        assert answer.photo_group


@pytest.mark.parametrize("method", ["sendMessage", "editMessageMedia"])
async def test_an_answer_that_is_told_of_the_move_first_follows_it(house: TestHouse, method: str) -> None:
    await house.open_group(GROUP)
    await house.open_group(SUPERGROUP, "supergroup")
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    house.chat.fail_next(method, 400, description, {"migrate_to_chat_id": SUPERGROUP})

    await house.chat.send_text(OWNER, GROUP, HARBOUR)

    answer = await house.chat.wait_for(lambda message: "Old harbour" in message.caption, 15, chat_id=SUPERGROUP)
    assert permalink_of(answer) in (await house.ask("/recent", chat=SUPERGROUP)).text
