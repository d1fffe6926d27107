import pytest

from models.database import reader
from models.dialects import dialect
from models.index_rows import scope_token
from models.indexing import host_key, index_link, reindex_stale
from models.links import bin_link, set_note
from models.search import SearchQuery, search_links
from models.tables import Link, Snapshot
from models.tags import add_tags
from models.text import TOKENIZER_VERSION
from tests.factories import NOW, make_chat, make_finished, make_link, make_outcome


async def index_rows() -> list[int]:
    column = dialect().index.id
    rows = await reader().execute_query_dict(f"SELECT {column} AS id FROM search_index ORDER BY 1")  # noqa: S608
    return [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.com:8080/a?b#c", "example.com"),
        ("example.com.", "example.com"),
        ("//user:pw@example.com/", "example.com"),
        ("https://xn--bcher-kva.example/", "bücher.example"),
        ("http://[::1]:80/", "::1"),
        ("http://[broken", "http://[broken"),
        ("", ""),
    ],
)
def test_hosts_are_compared_without_what_does_not_matter(address: str, host: str) -> None:
    assert host_key(address) == host


def test_scopes_of_different_kinds_never_meet() -> None:
    assert len({scope_token(kind, "1") for kind in "chts"} | {scope_token("c", 2)}) == 5
    assert scope_token("t", 'a" OR b \ud800').strip("+t#").isalnum()


@pytest.mark.usefixtures("database")
async def test_labelling_a_link_keeps_its_text_findable() -> None:
    chat = await make_chat()
    link = await make_link(chat)
    await make_finished(link, outcome=make_outcome(text="sourdough"))

    await add_tags(link, ["bread"])
    await set_note(link, "try it")

    for word in ("sourdough", "bread", "try"):
        assert (await search_links(chat.id, SearchQuery(words=(word,)), 1))[1] == 1


@pytest.mark.usefixtures("database")
async def test_indexing_again_changes_nothing() -> None:
    link = await make_link()
    await make_finished(link)

    await index_link(link.id)
    await index_link(link.id)

    assert await index_rows() == [link.id]


@pytest.mark.usefixtures("database")
async def test_what_is_binned_or_gone_leaves_no_row() -> None:
    binned, gone = await make_link(), await make_link()
    await bin_link(binned.id, NOW)
    await Link.filter(id=gone.id).delete()

    await index_link(binned.id)
    await index_link(gone.id)

    assert await index_rows() == []


@pytest.mark.usefixtures("database")
async def test_a_very_long_page_is_indexed_as_far_as_it_matters() -> None:
    chat = await make_chat()
    text = "beginning " + "filler words 填充 " * 20_000 + " the_very_end"
    await make_finished(await make_link(chat), outcome=make_outcome(text=text))

    assert (await search_links(chat.id, SearchQuery(words=("beginning",)), 1))[1] == 1
    assert (await search_links(chat.id, SearchQuery(phrases=("very end",)), 1))[1] == 0


@pytest.mark.usefixtures("database")
async def test_rows_of_another_tokeniser_are_made_anew_a_few_at_a_time() -> None:
    links = [await make_link() for _ in range(5)]
    await bin_link(links[4].id, NOW)
    await Link.all().update(indexed_with=TOKENIZER_VERSION + 1)

    assert [await reindex_stale(3) for _ in range(3)] == [3, 1, 0]

    assert await Link.filter(indexed_with=TOKENIZER_VERSION).count() == 4


@pytest.mark.usefixtures("database")
async def test_an_index_that_nobody_can_take_apart_any_more_is_made_anew() -> None:
    chat = await make_chat()
    changed, other = [await make_link(chat) for _ in range(2)]
    for link in (changed, other):
        await make_finished(link, outcome=make_outcome(text="sourdough"))
    await Snapshot.filter(link_id=changed.id).update(text="behind our back")

    await add_tags(changed, ["bread"])
    await reindex_stale(10)

    for word, count in (("sourdough", 1), ("behind", 1), ("bread", 1)):
        assert (await search_links(chat.id, SearchQuery(words=(word,)), 1))[1] == count, word
