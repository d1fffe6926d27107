import pytest

from models.index_rows import Columns
from models.matching import Either, Every, Scope, Term, Without
from models.postgres.text_index import ask, build_vector
from models.search import SearchQuery, search_links
from tests.factories import make_chat, make_finished, make_link, make_outcome


def test_scope_tokens_cannot_be_written_by_a_page() -> None:
    vector = build_vector(Columns(body="c0123 word", scope="c0123"))

    assert vector == "'=c0123' 'c0123' 'word'"
    assert ask(Scope("c0123")).vector == "'=c0123'"


def test_a_page_of_endless_different_words_fits_into_a_vector() -> None:
    vector = build_vector(Columns(title="kept", body=" ".join(f"w{number}" for number in range(100_000))))

    assert vector.startswith("'kept' 'w0'")
    assert len(vector.encode()) < 1024**2


def test_what_needs_no_column_is_asked_of_the_vector_alone() -> None:
    library = Scope("c1")
    question = ask(Every((library, Either((Term(("a",)), Term(("b",), is_open=True))))))
    without = ask(Without(library, (Term(("x",)),)))

    assert (question.vector, question.columns) == ("('=c1' & ('a' | 'b':*))", None)
    assert (without.vector, without.columns) == ("('=c1' & !('x'))", None)


@pytest.mark.usefixtures("database")
async def test_a_phrase_far_down_a_long_page_is_found() -> None:
    """Positions of PostgreSQL's own end at 16,383, and at 255 of one word."""
    chat = await make_chat()
    text = "very long " * 12_000 + "very end"
    await make_finished(await make_link(chat), outcome=make_outcome(text=text))

    assert (await search_links(chat.id, SearchQuery(phrases=("very end",)), 1))[1] == 1
    assert (await search_links(chat.id, SearchQuery(phrases=("end very",)), 1))[1] == 0
