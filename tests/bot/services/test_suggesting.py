import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.suggesting import Words, find_occurring, invent, suggest_tags, weigh
from models.tables import Chat, Snapshot
from models.tags import add_tags
from tests.factories import make_chat, make_finished, make_link, make_outcome


async def keep(chat: Chat, title: str, text: str, *tags: str, url: str = "") -> Snapshot:
    link = await make_link(chat, url)
    await add_tags(link, tags)
    return await make_finished(link, outcome=make_outcome(title=title, text=text))


@pytest.mark.usefixtures("database")
async def test_neighbours_vote_with_their_tags() -> None:
    chat = await make_chat()
    for number in range(8):
        await keep(chat, f"Soup {number}", "Boil carrots and leeks in broth until soft.", "recipe", "soup")
        await keep(chat, f"Compiler {number}", "Types and borrow checks of a language.", "programming")

    suggested = await suggest_tags(await keep(chat, "Another broth", "Carrots, leeks and more broth."))

    assert set(suggested[:2]) == {"recipe", "soup"}
    assert "programming" not in suggested


@pytest.mark.usefixtures("database")
async def test_what_a_link_bears_is_not_suggested() -> None:
    chat = await make_chat()
    for number in range(8):
        await keep(chat, f"Soup {number}", "Boil carrots and leeks in broth until soft.", "recipe", "soup")

    suggested = await suggest_tags(await keep(chat, "Another broth", "Carrots, leeks and more broth.", "Soup"))

    assert suggested[0] == "recipe"
    assert "soup" not in suggested


@pytest.mark.usefixtures("database")
async def test_a_tag_of_the_chat_that_stands_in_the_text_is_suggested() -> None:
    chat = await make_chat()
    for tag in ("海港", "rust", "编程/python", "nothing", "else"):
        await keep(chat, tag, "", tag)

    suggested = await suggest_tags(await keep(chat, "老海港的一天", "Written in Python, about trust."))

    assert set(suggested) == {"海港", "编程/python"}


@pytest.mark.usefixtures("database")
async def test_the_first_links_of_a_new_person_get_words_of_the_page() -> None:
    text = "茶叶的历史很长。茶叶从哪里来？茶叶的故事。"

    assert "茶叶" in await suggest_tags(await keep(await make_chat(), "茶叶的历史", text))
    assert await suggest_tags(await keep(await make_chat(), "Harbour", "A harbour is a harbour, and so it is.")) == (
        "harbour",
    )


@pytest.mark.usefixtures("database")
async def test_others_tags_are_never_suggested() -> None:
    for number in range(8):
        await keep(await make_chat(), f"Soup {number}", "Boil carrots in broth.", "hers")

    assert "hers" not in await suggest_tags(await keep(await make_chat(), "Soup", "Carrots in broth, hers."))


@given(st.text(), st.text(), st.lists(st.text(max_size=20)))
def test_no_text_raises(title: str, text: str, names: list[str]) -> None:
    words = Words(title, text)

    assert all(weight > 0 for weight in weigh(words).values())
    assert set(find_occurring(names, words)) <= set(names)
    assert all(invent(words))


def test_half_a_word_is_no_word() -> None:
    assert invent(Words("一杯好茶", "一杯好茶。再来一杯好茶。")) == []
    assert invent(Words("How to steep", "Tea is tea. Tea, again, and water.")) == ["tea"]
