import pytest

from bot.parsing.query import parse_query
from bot.services.correcting import correct
from models.links import bin_link
from models.tables import Chat
from models.tags import add_tags
from tests.factories import NOW, make_chat, make_finished, make_link, make_outcome

pytestmark = pytest.mark.usefixtures("database")


async def fill() -> Chat:
    chat = await make_chat()
    for title, tag in (("Sourdough for beginners", "recipe"), ("机器学习入门", "学习"), ("Old harbour", "sea")):
        link = await make_link(chat)
        await make_finished(link, outcome=make_outcome(title=title, text="plain text"))
        await add_tags(link, [tag])
    return chat


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("sourdogh", "sourdough"),
        ("Sourdouhg", "sourdough"),
        ("old harbor", "old harbour"),
        ("#rezipe", "#recipe"),
        ("rezipe", "recipe"),
        ("tag:rezipe", "tag:recipe"),
        ("机器学刁", "机器学习"),
        ("機器学刁", "机器学习"),
        ("sourdogh #rezipe", "sourdough #recipe"),
        ("sourdogh -#sea", "sourdough -#sea"),
        ("sourdogh #sea", ""),  # would find nothing either
        ("xylophone", ""),
        ("汤", ""),
        ("sourdough #sea", ""),
        ("…", ""),
        ("", ""),
    ],
)
async def test_what_found_nothing_is_spelled_as_something_that_is_there(asked: str, meant: str) -> None:
    chat = await fill()

    assert await correct(chat.id, asked, parse_query(asked, NOW.date())) == meant


async def test_words_of_others_and_of_the_bin_are_not_offered() -> None:
    await fill()
    mine = await make_chat()
    link = await make_link(mine)
    await make_finished(link, outcome=make_outcome(title="Lighthouse", text="x"))
    await bin_link(link.id, NOW)

    for asked in ("sourdogh", "#rezipe", "lighthose"):
        assert await correct(mine.id, asked, parse_query(asked)) == ""
