from dataclasses import replace

import pytest

from bot.callbacks import Delete, FullPage, ListKind, More, Page, Pdf, Recapture, Retry, Versions, WatchEvery, parse
from bot.i18n import get_translator
from bot.replies import Button, Keyboard
from bot.services.cards import ArtifactCard, SnapshotCard
from bot.views.keyboards import card_keyboard, copy_button, inline_button, is_button_url, page_row
from tests.bot.views.samples import CARD, CARDS, FAILED, PERMALINK_ID, PHOTO, SCREENSHOT

EN = get_translator("en")
PDF = ArtifactCard("pdf", "application/pdf", 9, "f" * 64)


@pytest.mark.parametrize(
    "url",
    [
        "https://keep.example.org/s/abc",
        "http://127.0.0.1:8080/s/abc",
        "http://192.168.1.5/s/abc",
        "http://[2001:db8::1]:8080/s/abc",
        "https://例子.测试/",
        "https://keep.local/s/abc",
    ],
)
def test_telegram_takes_these_as_buttons(url: str) -> None:
    assert is_button_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://localhost:8080/s/abc",
        "http://localhost./s/abc",
        "http://keep/s/abc",
        "ftp://keep.example.org/",
        "javascript:alert(1.5)",
        "keep.example.org",
        "http://keep.example.org:99999/",
        "http://keep.example.org:0/",
        "http://[not-an-address]/",
        "http://[::1/",
        "https://keep.example.org/a b",
        "https://keep.example.org/\u202e",
        "https://keep .example.org/",
    ],
)
def test_telegram_does_not_take_these_as_buttons(url: str) -> None:
    assert not is_button_url(url)


def carried(keyboard: Keyboard) -> list[object]:
    return [parse(button.callback) for row in keyboard for button in row if button.callback]


def test_a_whole_page_offers_the_full_picture_and_another_capture() -> None:
    keyboard = card_keyboard(CARD, EN)

    assert [len(row) for row in keyboard] == [3, 2, 1]
    assert keyboard[0][0].url == CARD.permalink
    assert keyboard[0][1].copy_text == CARD.permalink
    assert carried(keyboard) == [FullPage(PERMALINK_ID), Recapture(42), Delete(42), More(PERMALINK_ID)]


def test_what_is_wanted_less_often_comes_in_the_place_of_the_dots() -> None:
    twice = replace(CARD, version=2, versions=(*CARD.versions, replace(CARD.versions[0], version=2)))
    further = [WatchEvery(42, 1), WatchEvery(42, 7), Versions(42, 0)]

    assert carried(card_keyboard(twice, EN, is_open=True)) == [*carried(card_keyboard(twice, EN))[:-1], *further]
    assert Versions(42, 0) not in carried(card_keyboard(CARD, EN, is_open=True))


def test_a_page_that_the_photo_shows_whole_has_no_full_picture() -> None:
    scaled = replace(CARD, artifacts=(SCREENSHOT, replace(PHOTO, width=640, height=4501)))

    assert FullPage(PERMALINK_ID) not in carried(card_keyboard(CARDS["forwarded, not tall"], EN))
    assert FullPage(PERMALINK_ID) not in carried(card_keyboard(scaled, EN))
    assert FullPage(PERMALINK_ID) not in carried(card_keyboard(FAILED, EN))


@pytest.mark.parametrize("card", [replace(CARD, pending=("pdf",)), replace(CARD, artifacts=(*CARD.artifacts, PDF))])
def test_pdf_is_offered_where_it_is_or_will_be_in_a_moment(card: SnapshotCard) -> None:
    assert Pdf(PERMALINK_ID) in carried(card_keyboard(card, EN))
    assert Pdf(PERMALINK_ID) not in carried(card_keyboard(CARD, EN))
    assert Pdf(PERMALINK_ID) not in carried(card_keyboard(replace(card, link_id=0), EN))


@pytest.mark.parametrize("case", ["error 404", "bot check", "blank", "failed: timeout", "failed: disk"])
def test_what_went_wrong_can_be_tried_again(case: str) -> None:
    assert Retry(42) in carried(card_keyboard(CARDS[case], EN))


def test_what_cannot_go_right_is_not_offered_again() -> None:
    assert carried(card_keyboard(CARDS["failed: refused"], EN)) == [Delete(42)]


def test_whoever_merely_holds_the_permalink_cannot_change_anything() -> None:
    assert carried(card_keyboard(CARDS["permalink alone"], EN)) == [FullPage(PERMALINK_ID)]


def test_localhost_has_a_copy_button_only() -> None:
    first = card_keyboard(CARDS["permalink alone"], EN)[0]

    assert [button.url for button in first] == ["", ""]
    assert first[0].copy_text == CARDS["permalink alone"].permalink


def test_too_long_for_telegram_means_no_button() -> None:
    assert copy_button("https://example.com/" + "a" * 237, EN) is None
    assert inline_button("a" * 257, EN) is None
    assert inline_button("", EN) == Button(EN.text("button.inline"), inline_query="")


def test_pages_have_a_way_back_and_a_way_on() -> None:
    assert page_row(ListKind.FIND, 0, 1) == ()
    assert [b.text for b in page_row(ListKind.FIND, 0, 7) if b] == ["1/7", "›"]
    assert [b.text for b in page_row(ListKind.FIND, 3, 7) if b] == ["‹", "4/7", "›"]
    assert [b.text for b in page_row(ListKind.FIND, 6, 7) if b] == ["‹", "7/7"]
    assert [parse(b.callback) for b in page_row(ListKind.RECENT, 6, 7) if b] == [
        Page(ListKind.RECENT, 5),
        Page(ListKind.RECENT, 6),
    ]


def test_a_page_that_is_gone_leads_to_the_last_one() -> None:
    assert page_row(ListKind.TAGS, 9, 3) == page_row(ListKind.TAGS, 2, 3)
