"""What the permalink page says."""

from dataclasses import astuple

import pytest

from bot.i18n import get_translator
from bot.services.cards import ArtifactCard, SnapshotCard, VersionCard
from bot.web.snapshot_page import SnapshotPage, describe_page
from tests.bot.web.cards import CAPTURED_AT, PUBLIC_URL, make_card

SCREENSHOT = ArtifactCard("screenshot", "image/jpeg", 900_000, "a" * 64, 1280, 5604)
PHOTO = ArtifactCard("photo", "image/jpeg", 90_000, "b" * 64, 1280, 2500)


def describe(card: SnapshotCard) -> SnapshotPage:
    return describe_page(card, get_translator("en"), "")


def test_picture_brings_its_size_along() -> None:
    picture = describe(make_card(artifacts=(SCREENSHOT,))).picture

    assert picture is not None
    assert (picture.width, picture.height) == (1280, 5604)
    assert picture.href == "/s/u3m1vQ9bW2sK7xTzR4aYpA/screenshot"


def test_nothing_of_the_library_is_on_the_page() -> None:
    everything = str(astuple(describe(make_card(artifacts=(SCREENSHOT,)))))

    assert not any(secret in everything for secret in ("secret-garden", "a note of mine", "Sender", "channel"))


def test_page_without_a_title_is_named_after_its_address() -> None:
    page = describe(make_card(title="", site=""))

    assert (page.title, page.site) == ("news.example/story", "news.example")


def test_facts_tell_both_addresses_only_where_they_differ() -> None:
    moved = {fact.key for fact in describe(make_card()).facts}
    straight = {fact.key for fact in describe(make_card(url="https://news.example/story")).facts}

    assert moved - straight == {"asked"}


def test_preview_shows_the_legible_picture_by_its_whole_address() -> None:
    preview = describe(make_card(artifacts=(SCREENSHOT, PHOTO))).preview

    assert preview.image is not None
    assert preview.image.href == f"{PUBLIC_URL}/s/u3m1vQ9bW2sK7xTzR4aYpA/screenshot?size=photo"
    assert preview.description == "Forty years of wind, and still the roses come back."


def test_preview_says_first_what_is_wrong() -> None:
    preview = describe(make_card(label="http_error", http_status=404)).preview

    assert preview.description.startswith("Error 404.")


def test_versions_are_listed_newest_first() -> None:
    versions = tuple(VersionCard(n, f"{PUBLIC_URL}/s/{n}", "complete", CAPTURED_AT) for n in (1, 2, 3))

    rows = describe(make_card(versions=versions, version=2)).versions.rows

    assert [(row.number, row.href, row.is_current) for row in rows] == [
        (3, "/s/3", False),
        (2, "/s/2", True),
        (1, "/s/1", False),
    ]


def test_five_hundred_versions_come_page_by_page_beginning_around_this_one() -> None:
    versions = tuple(VersionCard(n, f"{PUBLIC_URL}/s/{n}", "complete", CAPTURED_AT) for n in range(1, 501))
    card = make_card(versions=versions, version=100)

    around = describe(card).versions
    first, last = (describe_page(card, get_translator("en"), "", versions_page=page).versions for page in (0, 99_999))

    assert any(row.is_current for row in around.rows)
    assert (around.total, len(around.rows)) == (500, 25)
    assert (first.rows[0].number, first.newer_href, first.older_href) == (500, "", "?versions=1#versions")
    assert (last.rows[-1].number, last.newer_href, last.older_href) == (1, "?versions=18#versions", "")


@pytest.mark.parametrize("language", ["en", "zh-Hans", "pt-br"])
def test_language_of_the_page_is_kept(language: str) -> None:
    assert describe(make_card(language=language)).language == language


@pytest.mark.parametrize("language", ["", '"><script>', "e", "english please"])
def test_language_that_is_none_is_left_out(language: str) -> None:
    assert describe(make_card(language=language)).language == ""


def test_weird_texts_lose_what_turns_a_page_around() -> None:
    page = describe(make_card(title="a\u202eb\x00c\ud800", site="\u2066x", url="javascript:alert(1)"))

    assert (page.title, page.site, page.original_href) == ("abc", "x", "")
