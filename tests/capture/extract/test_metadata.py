"""Titles, sites, authors, dates, excerpts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.extract.metadata import extract_facts, extract_file_facts, parse_date, strip_site
from capture.extract.signals import PageSignals

URL = "https://www.review.example/2026/harbour"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Harbour | Review", "The Harbour"),
        ("The Harbour - Review", "The Harbour"),
        ("Review: The Harbour", "Review: The Harbour"),
        ("Review – The Harbour", "The Harbour"),
        ("港口_Review", "港口"),
        ("Review", "Review"),
        ("A | B | Review", "A | B"),
        ("Ship-to-shore", "Ship-to-shore"),
        ("The Harbour | review.example", "The Harbour"),
        ("The Harbour -- Review", "The Harbour"),
        ("The Harbour | Review Politics", "The Harbour"),
        ("北岛渡轮恢复通航-港口新闻网", "北岛渡轮恢复通航"),
        ("北岛-南岛", "北岛-南岛"),
    ],
)
def test_name_of_the_site_is_no_part_of_the_title(title: str, expected: str) -> None:
    assert strip_site(title, "Review", "review.example") == expected


def test_part_of_the_title_that_is_the_heading_is_the_title() -> None:
    signals = PageSignals(title="The Harbour | Some Magazine", heading="The Harbour", heading_count=1)

    assert extract_facts(signals, URL).title == "The Harbour"


def test_title_that_is_meant_for_sharing_comes_first() -> None:
    signals = PageSignals(title="x | Review", heading="y", metas=(("og:title", "The Harbour"),))

    assert extract_facts(signals, URL).title == "The Harbour"


def test_page_without_a_title_has_its_heading() -> None:
    assert extract_facts(PageSignals(heading="The  Harbour\n", heading_count=1), URL).title == "The Harbour"


def test_site_is_the_host_where_it_has_no_name() -> None:
    assert extract_facts(PageSignals(), URL).site == "review.example"


def test_linked_data_tells_author_and_date() -> None:
    authors = '[{"name": "Ida Marsh"}, {"name": "Bo Lin"}]'
    linked = f'{{"@graph": [{{"@type": "Article", "author": {authors}, "datePublished": "2026-03-04"}}]}}'

    facts = extract_facts(PageSignals(linked_data=("not json", linked)), URL)

    assert facts.author == "Ida Marsh, Bo Lin"
    assert facts.published_at == datetime(2026, 3, 4, tzinfo=UTC)


def test_address_is_no_author() -> None:
    facts = extract_facts(PageSignals(metas=(("article:author", "https://social.example/ida"),)), URL)

    assert facts.author == ""


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-03-04T08:00:00+08:00", datetime(2026, 3, 4, tzinfo=UTC)),
        ("2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
        ("2026-03-04T00:00:00Z", datetime(2026, 3, 4, tzinfo=UTC)),
        ("last tuesday", None),
        ("2026-99-99", None),
        ("0001-01-01T00:00:00+23:00", None),
    ],
)
def test_only_dates_as_machines_write_them_are_read(text: str, date: datetime | None) -> None:
    assert parse_date(text) == date


def test_excerpt_is_the_beginning_where_nothing_else_is_said() -> None:
    text = "Menu\nHome\n" + "The lighthouse keeper wrote down every ship that passed, and its weather. " * 10

    excerpt = extract_facts(PageSignals(text=text), URL).excerpt

    assert excerpt.startswith("The lighthouse keeper")
    assert excerpt.endswith("…")
    assert len(excerpt) <= 300


def test_hidden_characters_do_not_reach_a_person() -> None:
    facts = extract_facts(PageSignals(title="safe\u202egnp.exe\u0000\u200b", text="a\u2066b"), URL)

    assert (facts.title, facts.text) == ("safegnp.exe", "ab")


def test_file_is_called_by_its_name() -> None:
    assert extract_file_facts("https://a.example/x/%E7%AC%94%E8%AE%B0.pdf").title == "笔记.pdf"
    assert extract_file_facts("https://a.example/", "notes.zip").title == "notes.zip"
    assert extract_file_facts("https://a.example/").title == "a.example"


@given(st.text(), st.text(), st.text())
def test_nothing_that_a_page_says_raises(title: str, text: str, linked: str) -> None:
    signals = PageSignals(
        title=title, heading=text, text=text, linked_data=(linked,), metas=(("author", title),), time=text
    )

    facts = extract_facts(signals, URL)

    assert "\u202e" not in facts.title
    assert len(facts.title) <= 300


def test_a_canonical_address_is_believed_where_nothing_contradicts_it() -> None:
    page, other = "https://example.com/page", "https://example.com/other"

    assert extract_facts(PageSignals(canonical=(page,)), URL).canonical_url == page
    assert extract_facts(PageSignals(canonical=(page, page)), URL).canonical_url == page
    assert extract_facts(PageSignals(canonical=(page,), metas=(("og:url", page + "/"),)), URL).canonical_url == page
    assert extract_facts(PageSignals(canonical=(page,), metas=(("og:url", other),)), URL).canonical_url == ""
    assert extract_facts(PageSignals(canonical=(page, other)), URL).canonical_url == ""
    assert extract_facts(PageSignals(canonical=("data:,x",)), URL).canonical_url == ""
