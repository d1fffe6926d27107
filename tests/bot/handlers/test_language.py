from tests.house import FRIEND, OWNER, TestHouse

HARBOUR = "https://example.com/old-harbour"


async def test_the_choice_changes_the_words_at_once_and_of_later_answers(house: TestHouse) -> None:
    offer = await house.ask("/language")

    toast = await house.press(offer, "简体中文")
    answer = await house.save(HARBOUR)

    assert toast.text == "已保存"
    assert "语言：简体中文" in house.now(offer).text
    assert any("重新抓取" in button.text for button in answer.buttons)
    assert "要找什么" in (await house.ask("/find")).text


async def test_the_choice_is_that_of_one_chat(house: TestHouse) -> None:
    group = await house.open_group()
    await house.press(await house.ask("/language", chat=group), "简体中文")

    assert "要找什么" in (await house.ask("/find", chat=group)).text
    assert "What shall I look for?" in (await house.ask("/find")).text


async def test_without_a_choice_each_person_is_answered_in_their_own_language(house: TestHouse) -> None:
    await house.chat.add_user(FRIEND, "Ben", language_code="zh-CN")

    assert "要找什么" in (await house.ask("/find", user=FRIEND)).text
    assert "What shall I look for?" in (await house.ask("/find", user=OWNER)).text


async def test_the_choice_can_be_taken_back(house: TestHouse) -> None:
    offer = await house.ask("/language")
    await house.press(offer, "简体中文")

    toast = await house.press(house.now(offer), "跟随 Telegram")

    assert toast.text == "Saved"
    assert "What shall I look for?" in (await house.ask("/find")).text


async def test_a_stranger_is_told_in_their_own_language(house: TestHouse) -> None:
    await house.chat.add_user(888, "Chen", language_code="zh-hans")

    assert "私人" in (await house.ask("你好", user=888)).text
