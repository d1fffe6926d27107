from models.snapshots import find_latest, get_snapshot
from tests.house import OWNER, TestHouse, permalink_of


async def is_phone_and_dark(answer_permalink: str) -> tuple[bool, bool]:
    snapshot = await get_snapshot(answer_permalink.rpartition("/")[2])
    return snapshot.phone_view, snapshot.dark_view


async def test_chat_chooses_how_its_pages_are_captured(house: TestHouse) -> None:
    settings = await house.ask("/settings")
    await house.press(settings, "📱")
    await house.press(house.now(settings), "🌙")

    answer = await house.save("https://example.com/old-harbour")

    assert await is_phone_and_dark(permalink_of(answer)) == (True, True)
    assert "✓ 📱 Phone" in [button.text for button in house.now(settings).buttons]


async def test_choice_can_be_taken_back(house: TestHouse) -> None:
    settings = await house.ask("/settings")
    await house.press(settings, "📱")
    await house.press(house.now(settings), "🖥")

    answer = await house.save("https://example.com/old-harbour")

    assert await is_phone_and_dark(permalink_of(answer)) == (False, False)


async def test_page_that_did_not_let_us_in_is_tried_as_on_a_phone(house: TestHouse) -> None:
    answer = await house.save("https://bot-check.example.com/harbour")
    link_id = (await get_snapshot(permalink_of(answer).rpartition("/")[2])).link_id

    await house.press(answer, "📱 Phone view")
    second = await house.chat.wait_for(
        lambda message: "🖥 Desktop view" in [button.text for button in message.buttons], chat_id=OWNER
    )

    latest = await find_latest(link_id)
    assert latest is not None
    assert (latest.version, latest.phone_view) == (2, True)
    assert permalink_of(second) != permalink_of(answer)
