"""Facts of a page and of its article together."""

from datetime import UTC, datetime

from capture.extract.enrich import enrich_facts
from capture.extract.signals import PageSignals
from capture.extract.source import Article
from capture.types import PageFacts

LONG = "The lighthouse keeper wrote down every ship that passed, and the weather it sailed in."
ARTICLE = Article(document="x", text=f"{LONG}\nSecond line.", author="Ida", published="2026-03-04")


def test_what_the_page_tells_machines_stays() -> None:
    known = PageFacts(title="T", author="Editor", published_at=datetime(2020, 1, 1, tzinfo=UTC), text="x")

    facts = enrich_facts(known, PageSignals(metas=(("description", "About ships."),)), ARTICLE)

    assert (facts.title, facts.author, facts.excerpt) == ("T", "Editor", "About ships.")
    assert facts.published_at == datetime(2020, 1, 1, tzinfo=UTC)


def test_article_fills_in_what_is_missing() -> None:
    facts = enrich_facts(PageFacts(text="Menu Menu"), PageSignals(), ARTICLE)

    assert (facts.author, facts.excerpt) == ("Ida", LONG)
    assert facts.published_at == datetime(2026, 3, 4, tzinfo=UTC)


def test_text_of_the_article_comes_first_and_nothing_comes_twice() -> None:
    facts = enrich_facts(PageFacts(text=f"Home\n{LONG}\nSecond line.\nA comment"), PageSignals(), ARTICLE)

    assert facts.text == f"{LONG}\nSecond line.\n\nHome\nA comment"


def test_clock_of_another_zone_is_told_in_utc() -> None:
    facts = enrich_facts(PageFacts(), PageSignals(), Article(text="x", published="2026-03-04T08:15:00+08:00"))

    assert facts.published_at == datetime(2026, 3, 4, 0, 15, tzinfo=UTC)


def test_page_without_an_article_is_what_it_says_of_itself() -> None:
    known = PageFacts(title="T", text="x", excerpt="e")

    assert enrich_facts(known, PageSignals(), Article()) == known


def test_nonsense_is_no_date() -> None:
    assert enrich_facts(PageFacts(), PageSignals(), Article(text="x", published="soon")).published_at is None
