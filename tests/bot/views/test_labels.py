from dataclasses import replace

import pytest

from bot.i18n import LOCALES, get_translator
from bot.views.html import utf16_length
from bot.views.labels import label_text, mark_of, missing_text, warning_of
from capture.types import Label
from tests.bot.views.samples import CARD, CARDS, FAILED, HIT


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("label", [label for label in Label if label is not Label.OK])
def test_every_label_but_ok_is_said_in_words_that_fit(label: Label, locale: str) -> None:
    sentence = label_text(replace(CARD, label=label, http_status=500), get_translator(locale))

    assert len(sentence) > 10
    assert utf16_length(sentence) <= 200


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 451, 500, 502, 503, 599])
def test_an_http_error_is_said_with_its_number(status: int, locale: str) -> None:
    card = replace(CARD, label="http_error", http_status=status)

    assert str(status) in label_text(card, get_translator(locale))


def test_nothing_is_said_where_all_is_well() -> None:
    tr = get_translator("en")

    assert warning_of(CARD, tr) == ""
    assert missing_text(CARD, tr) == ""
    assert mark_of(HIT, tr) == ""


def test_a_label_of_the_future_is_no_error() -> None:
    card = replace(CARD, label="haunted", status="partial", missing=("hologram",))

    assert warning_of(card, get_translator("en")) == ""
    assert missing_text(card, get_translator("en")).startswith("Kept in part")


def test_a_file_says_what_it_is() -> None:
    assert "(PDF, 80 kB)" in label_text(CARDS["file"], get_translator("en"))


def test_a_failure_says_why_and_not_how_it_looked() -> None:
    tr = get_translator("en")

    assert warning_of(FAILED, tr).startswith("⏱ example.com did not answer in time.")
    assert warning_of(replace(FAILED, error="from_the_future"), tr).startswith("⏱ Something went wrong")
    assert warning_of(replace(FAILED, error=""), tr).startswith("⏱ example.com could not be captured.")


@pytest.mark.parametrize(
    ("status", "label", "http_status", "mark"),
    [
        ("queued", "", None, "⏳ waiting"),
        ("capturing", "", None, "⏳ waiting"),
        ("complete", "http_error", 404, "⚠️ error 404"),
        ("complete", "http_error", None, "⚠️ error ?"),
        ("complete", "bot_check", 200, "🛡 bot check"),
        ("partial", "ok", 200, "🧩 in part"),
        ("failed", "unreachable", None, "🔌 unreachable"),
        ("failed", "ok", None, "⚠️ failed"),
    ],
)
def test_a_row_is_marked_with_a_sign_and_a_word(status: str, label: str, http_status: int | None, mark: str) -> None:
    assert mark_of(replace(HIT, status=status, label=label, http_status=http_status), get_translator("en")) == mark
