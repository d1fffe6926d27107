import pytest

from bot.parsing.query import parse_query
from bot.services.finding import find, recent, tags
from models.deliveries import finish_delivery
from models.links import set_note
from models.search import SearchQuery
from models.tables import Chat, Snapshot
from models.tags import add_tags
from tests.factories import BOT_ID, NOW, make_chat, make_delivery, make_finished, make_link, make_outcome
from tests.ports import PUBLIC_URL
from tests.queries import CountQueries

pytestmark = pytest.mark.usefixtures("database")


async def fill(links: int) -> Chat:
    """A chat whose links are captured, tagged and answered."""
    chat = await make_chat()
    for number in range(links):
        link = await make_link(chat)
        snapshot = await make_finished(link, outcome=make_outcome(title=f"Harbour {number}", text="old harbour"))
        await finish_delivery((await make_delivery(snapshot)).id, 1, f"file-{number}")
        await add_tags(link, ["sea", f"tag{number}"])
    return chat


def query(text: str) -> SearchQuery:
    return parse_query(text, NOW.date()).query


async def test_found_link_carries_what_a_list_shows() -> None:
    chat = await fill(1)

    page = await find(chat.id, query("harbour"), 0, PUBLIC_URL, bot_id=BOT_ID)

    (hit,) = page.hits
    snapshot = await Snapshot.get()
    assert (hit.title, hit.site, hit.status, hit.label) == ("Harbour 0", "Example", "complete", "ok")
    assert hit.permalink == f"{PUBLIC_URL}/s/{snapshot.permalink}"
    assert sorted(hit.tags) == ["sea", "tag0"]
    assert (hit.photo_file_id, len(hit.thumb_sha256)) == ("file-0", 64)


async def test_found_link_says_where_its_text_or_its_note_has_the_word() -> None:
    chat = await fill(1)
    noted = await make_link(chat)
    await set_note(noted, "below the harbour wall")

    hits = (await find(chat.id, query("harb"), 0, PUBLIC_URL)).hits
    shown = {"".join(f"[{part.text}]" if part.is_marked else part.text for part in hit.snippet) for hit in hits}

    assert shown == {"old [harbour]"}
    await make_finished(noted)
    hits = (await find(chat.id, query("harbour wal"), 0, PUBLIC_URL)).hits
    assert [part.text for hit in hits for part in hit.snippet if part.is_marked] == ["harbour", "wall"]
    assert not any(hit.snippet for hit in (await find(chat.id, query("#sea"), 0, PUBLIC_URL)).hits)


async def test_pages_cover_all_links_once() -> None:
    chat = await fill(12)

    pages = [await recent(chat.id, number, PUBLIC_URL) for number in range(3)]
    found = [await find(chat.id, query("#sea"), number, PUBLIC_URL) for number in range(4)]

    assert [len(page.hits) for page in pages] == [5, 5, 2]
    assert [(page.page, page.pages, page.total) for page in pages] == [(0, 3, 12), (1, 3, 12), (2, 3, 12)]
    for several in (pages, found):
        assert len({hit.link_id for page in several for hit in page.hits}) == 12
    assert found[3].hits == ()


async def test_other_chats_are_not_looked_into() -> None:
    await fill(2)
    other = await make_chat()

    assert (await find(other.id, query("harbour"), 0, PUBLIC_URL)).total == 0
    assert (await recent(other.id, 0, PUBLIC_URL)).total == 0
    assert (await tags(other.id, 0)).total == 0


async def test_pictures_of_another_bot_are_not_used() -> None:
    chat = await fill(1)

    (hit,) = (await recent(chat.id, 0, PUBLIC_URL, bot_id=BOT_ID + 1)).hits

    assert hit.photo_file_id == ""


async def test_tags_come_with_their_counts() -> None:
    chat = await fill(2)

    page = await tags(chat.id, 0)

    assert page.total == 3
    assert (page.tags[0].name, page.tags[0].count) == ("sea", 2)


@pytest.mark.slow
async def test_sixty_links_cost_as_many_queries_as_one(count_queries: CountQueries) -> None:
    counts = []
    for links in (1, 60):
        chat = await fill(links)
        with count_queries() as queries:
            assert len((await find(chat.id, query("harbour #sea"), 0, PUBLIC_URL, page_size=60)).hits) == links
            assert len((await recent(chat.id, 0, PUBLIC_URL, page_size=60)).hits) == links
            await tags(chat.id, 0)
        counts.append(len(queries))

    assert counts[0] == counts[1]
