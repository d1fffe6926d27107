from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import LOCALES, get_translator
from bot.services.cards import Origin, ProgressCard, SnapshotCard, VersionCard
from bot.views.cards import render_card, render_known_card, render_progress
from bot.views.html import MAX_CAPTION, clean
from capture.errors import CaptureError
from capture.types import Label
from tests.bot.test_i18n import subclasses
from tests.bot.views.golden import check_golden
from tests.bot.views.samples import CARD, CARDS, FAILED, NOW, PERMALINK
from tests.bot.views.telegram_html import units, visible_text

ANY_TEXT = st.text(st.characters(codec=None)) | st.text(st.sampled_from("a <&>#😀汤\u202e\u0301👩‍👧\n"), max_size=2000)
CODES = [error.code for error in subclasses(CaptureError) if issubclass(error, CaptureError)]
ANY_CARD = st.builds(
    lambda status, label, error, title, site, excerpt, note, tags, name, versions: replace(
        CARD,
        status=status,
        label=label,
        error=error,
        title=title,
        site=site,
        excerpt=excerpt,
        note=note,
        tags=tuple(tags),
        saved_by=name,
        origin=Origin("channel", name, NOW),
        missing=("pdf", "wacz", "thumb", "page"),
        versions=CARD.versions * versions,
    ),
    st.sampled_from(["complete", "partial", "failed"]),
    st.sampled_from(Label),
    st.sampled_from(CODES),
    ANY_TEXT,
    ANY_TEXT,
    ANY_TEXT,
    ANY_TEXT,
    st.lists(ANY_TEXT, max_size=30),
    ANY_TEXT,
    st.integers(0, 3),
)


@pytest.mark.parametrize("locale", LOCALES)
def test_captions_are_those_that_were_found_good(locale: str) -> None:
    tr = get_translator(locale)

    check_golden("cards", locale, {name: render_card(card, tr, now=NOW) for name, card in CARDS.items()})


@pytest.mark.parametrize("locale", LOCALES)
def test_known_links_are_answered_as_was_found_good(locale: str) -> None:
    tr = get_translator(locale)
    twice = replace(CARD, versions=(*CARD.versions, VersionCard(2, PERMALINK, "complete", NOW)))
    cards = {"once": CARD, "twice": twice, "by nobody": replace(CARD, saved_by=""), "failed": FAILED}

    check_golden("known", locale, {name: render_known_card(card, tr, now=NOW) for name, card in cards.items()})


@pytest.mark.parametrize("locale", LOCALES)
def test_progress_says_what_was_found_good(locale: str) -> None:
    tr = get_translator(locale)
    url = "https://www.example.com/soup"
    steps = {
        "second": ProgressCard(url, "queued", 2),
        "place unknown": ProgressCard(url, "queued"),
        "opening": ProgressCard(url, "opening"),
        "settling": ProgressCard(url, "settling"),
        "picture": ProgressCard(url, "picture"),
        "a step of the future": ProgressCard(url, "dancing"),
        "no host": ProgressCard("https:///<b>", "opening"),
    }

    check_golden("progress", locale, {name: render_progress(card, tr) for name, card in steps.items()})


@given(ANY_CARD, st.sampled_from(LOCALES))
def test_any_caption_is_telegrams_html_and_within_its_limit(card: SnapshotCard, locale: str) -> None:
    tr = get_translator(locale)
    for reply in (render_card(card, tr, now=NOW), render_known_card(card, tr, now=NOW)):
        text = visible_text(reply.html)

        assert units(text) <= MAX_CAPTION
        assert PERMALINK in text.split("\n")


@given(ANY_TEXT, st.sampled_from(LOCALES))
def test_any_progress_is_one_line_of_telegrams_html(url: str, locale: str) -> None:
    text = visible_text(render_progress(ProgressCard(url, "opening"), get_translator(locale)).html)

    assert "\n" not in text
    assert units(text) <= MAX_CAPTION


def test_a_long_title_is_cut_at_a_hundred_and_twenty_graphemes() -> None:
    first = visible_text(render_card(replace(CARD, title="汤" * 300), get_translator("en"), now=NOW).html).split("\n")[
        0
    ]

    assert first == "汤" * 119 + "…"


def test_a_page_without_a_title_is_called_by_its_address() -> None:
    for title in ("", " \u202e\u200b "):
        html = render_card(replace(CARD, title=title), get_translator("en"), now=NOW).html

        assert html.startswith("<b>example.com/soup?id=7</b>")


def test_the_excerpt_gives_way_first() -> None:
    crowded = replace(CARD, note="n" * 400, title="t" * 400, excerpt="e" * 2000, tags=("a" * 40,) * 9)
    text = visible_text(render_card(crowded, get_translator("en"), now=NOW).html)

    assert PERMALINK in text
    assert "n" * 200 in text
    assert "#" + "a" * 40 in text
    assert units(text) <= MAX_CAPTION


def test_where_it_comes_from_is_the_networks_word() -> None:
    card = replace(CARD, site="Your Bank", final_url="https://evil.example.net/login")

    assert "Your Bank · evil.example.net" in render_card(card, get_translator("en"), now=NOW).html


def test_a_site_named_like_its_host_is_named_once() -> None:
    html = render_card(replace(CARD, site="www.Example.com"), get_translator("en"), now=NOW).html

    assert html.count("xample.com") == 1


def test_progress_carries_no_permalink() -> None:
    reply = render_progress(ProgressCard(CARD.url, "picture"), get_translator("en"))

    assert "/s/" not in reply.html
    assert reply.keyboard == ()


def test_clean_permalink_is_the_permalink() -> None:
    assert clean(PERMALINK) == PERMALINK
