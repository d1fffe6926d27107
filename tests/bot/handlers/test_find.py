import pytest

from bot.localchat import Message
from tests.house import OWNER, TestHouse, permalink_of

PLACES = ("Anchor", "Buoy", "Canal", "Dock", "Estuary", "Ferry", "Gangway", "Hull", "Island", "Jetty", "Keel", "Lagoon")


async def save_places(house: TestHouse) -> None:
    """Twelve links with one tag."""
    links = " ".join(f"https://example.com/{place.lower()}" for place in PLACES)
    await house.chat.send_text(OWNER, OWNER, f"{links} #sea")
    await house.chat.wait_until(lambda: sum(bool(one.photo_group) for one in house.from_bot()) == len(PLACES))


def places_in(message: Message) -> list[str]:
    """The titles in a list, in their order."""
    return [place for line in message.text.splitlines() for place in PLACES if line.endswith(f". {place}")]


async def test_words_tags_sites_and_phrases_find_the_link(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour #ships")
    await house.save("https://example.org/lighthouse #light")

    for query in ("harbour", "HARBOUR #ships", "ships", "site:example.com", '"old harbour"', "-#light", "-lighthouse"):
        found = await house.ask(f"/find {query}")
        assert permalink_of(answer) in found.text, query
        assert "Lighthouse" not in found.text, query


async def test_chinese_is_found(house: TestHouse) -> None:
    answer = await house.save("https://example.com/macOS-免费小工具 #工具")

    for query in ("小工具", "免费", "#工具", "标签:工具", "工具"):
        assert permalink_of(answer) in (await house.ask(f"/find {query}")).text, query


@pytest.mark.parametrize("parting", ["\n", "\u3000", "  "])
async def test_a_query_may_begin_after_any_space(house: TestHouse, parting: str) -> None:
    await house.save("https://example.com/old-harbour")

    assert "Old harbour" in (await house.ask(f"/find{parting}old harbour")).text


async def test_nothing_found_is_said(house: TestHouse) -> None:
    assert "Nothing found" in (await house.ask("/find harbour")).text


async def test_an_empty_query_asks_what_to_look_for(house: TestHouse) -> None:
    assert "What shall I look for?" in (await house.ask("/find")).text


async def test_a_filter_that_makes_no_sense_is_answered_in_words(house: TestHouse) -> None:
    await house.save("https://example.com/old-harbour")

    found = await house.ask("/find harbour before:yesteryear is:purple")

    assert "yesteryear" in found.text
    assert "purple" in found.text
    assert "Old harbour" in found.text


async def test_whatever_is_typed_gets_an_answer(house: TestHouse) -> None:
    for query in ("don't", "20.04", "@x", "*", "AND", "NEAR(", '"', "a:b", "<b>&", "-", "#", "()"):
        assert query in (await house.ask(f"/find {query}")).text


async def test_pages_are_turned_in_place(house: TestHouse) -> None:
    await save_places(house)
    first = await house.ask("/find #sea")
    seen = places_in(first)

    await house.press(first, "›")
    second = house.now(first)
    await house.press(second, "›")
    third = house.now(first)
    await house.press(third, "‹")

    assert [button.text for button in first.buttons][:2] == ["1/3", "›"]
    assert [button.text for button in second.buttons][:3] == ["‹", "2/3", "›"]
    assert [button.text for button in third.buttons][:2] == ["‹", "3/3"]
    assert [len(places_in(page)) for page in (first, second, third)] == [5, 5, 2]
    assert sorted({*seen, *places_in(second), *places_in(third)}) == list(PLACES)
    assert places_in(house.now(first)) == places_in(second)
    assert first.text.count("https://keep.example.org/s/") == 5


async def test_a_page_that_has_gone_shows_the_last_one_that_is_there(house: TestHouse) -> None:
    await save_places(house)
    found = await house.ask("/find #sea")

    await house.chat.press_data(OWNER, found.message_id, "p:find:7")

    assert len(places_in(house.now(found))) == 2
    assert [button.text for button in house.now(found).buttons][:2] == ["‹", "3/3"]


async def test_where_nothing_is_found_one_tap_searches_for_what_was_meant(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour #ships")
    nothing = await house.ask("/find harbuor")

    await house.press(nothing, "🔎 Search for it")

    assert "Did you mean harbour?" in nothing.text
    assert house.now(nothing).text.startswith("🔎 harbour\n")
    assert permalink_of(answer) in house.now(nothing).text


async def test_a_forged_wish_for_what_was_meant_changes_nothing(house: TestHouse) -> None:
    await house.save("https://example.com/old-harbour")
    found = await house.ask("/find harbour")

    await house.chat.press_data(OWNER, found.message_id, "p:meant:0")

    assert house.now(found).text == found.text


async def test_words_without_a_link_can_be_looked_for_with_one_tap(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour #ships")

    for words in ("old harbour", "@snapkeep_local_bot #ships"):
        offered = await house.ask(words)
        await house.press(offered, "🔎 Search for it")

        assert "I found no link in that" in offered.text
        assert permalink_of(answer) in house.now(offered).text
    assert not (await house.ask("…")).buttons, "there is nothing to look for"
