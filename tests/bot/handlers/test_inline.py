from itertools import pairwise

from bot.localchat import InlineAnswer
from models.chats import get_or_create_chat
from models.tables import ChatKind
from tests.factories import make_finished, make_link, make_outcome
from tests.house import FRIEND, OWNER, STRANGER, TestHouse, permalink_of

HARBOUR = "https://example.com/old-harbour"


def titles(answer: InlineAnswer) -> list[str]:
    """What the results are called."""
    return [result.title for result in answer.results]


async def test_results_are_photos_that_telegram_has_already(house: TestHouse) -> None:
    saved = await house.save(f"{HARBOUR} #sea")
    await house.save("https://example.com/lighthouse #light")

    answer = await house.chat.inline_query(OWNER, "harbour #sea", chat=OWNER)
    chosen = await house.chat.choose(OWNER, OWNER, answer.results[0])

    assert titles(answer) == ["Old harbour"]
    assert answer.results[0].kind == "photo"
    assert answer.is_personal
    assert answer.cache_time <= 10
    assert chosen.photo_group == saved.photo_group
    assert permalink_of(saved) in chosen.caption
    assert "#sea" in chosen.caption


async def test_an_empty_query_shows_the_newest_first(house: TestHouse) -> None:
    for name in ("one", "two", "three"):
        await house.save(f"https://example.com/{name}")

    assert titles(await house.chat.inline_query(OWNER, "")) == ["Three", "Two", "One"]


async def test_an_answer_found_in_a_group_is_asked_of_ones_own_library(house: TestHouse) -> None:
    group = await house.open_group()
    await house.save("https://example.com/shared", chat=group)
    await house.save("https://example.com/private")

    assert titles(await house.chat.inline_query(OWNER, "", chat=group)) == ["Private"]


async def test_nothing_of_others_is_found(house: TestHouse) -> None:
    await house.save(HARBOUR)

    for user in (FRIEND, STRANGER):
        for query in ("", "harbour"):
            answer = await house.chat.inline_query(user, query)
            assert answer.results == ()
            assert answer.is_personal
            assert answer.button is not None


async def test_results_are_paged_by_next_offset(house: TestHouse) -> None:
    library = await get_or_create_chat(OWNER, ChatKind.PRIVATE, "Ann")
    for number in range(45):
        await make_finished(await make_link(library), outcome=make_outcome(title=f"Page {number:02}"))

    for query in ("", "page"):
        pages, offset = [await house.chat.inline_query(OWNER, query)], ""
        while offset := pages[-1].next_offset:
            pages.append(await house.chat.inline_query(OWNER, query, offset))

        assert [len(page.results) for page in pages] == [20, 20, 5]
        assert len({title for page in pages for title in titles(page)}) == 45
        if not query:
            assert all(first > second for first, second in pairwise(title for page in pages for title in titles(page)))


async def test_what_has_no_picture_is_an_article_with_its_permalink(house: TestHouse) -> None:
    failed = await house.save("https://no-answer.example/page")

    answer = await house.chat.inline_query(OWNER, "")

    assert [result.kind for result in answer.results] == ["article"]
    assert permalink_of(failed) in str(answer.results[0].content["text"])


async def test_strange_offsets_and_queries_are_answered(house: TestHouse) -> None:
    await house.save(HARBOUR)

    assert titles(await house.chat.inline_query(OWNER, "", "-1")) == ["Old harbour"]
    assert titles(await house.chat.inline_query(OWNER, "", "x")) == ["Old harbour"]
    assert titles(await house.chat.inline_query(OWNER, "", "99999")) == []
    assert titles(await house.chat.inline_query(OWNER, "AND \"don't* before:never")) == []


async def test_a_search_that_finds_nothing_offers_to_save(house: TestHouse) -> None:
    answer = await house.chat.inline_query(OWNER, "nothing")

    assert answer.button == {"text": "Nothing found: send me a link", "start_parameter": "inline"}
