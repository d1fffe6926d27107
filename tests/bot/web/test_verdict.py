"""The honest label in words."""

from dataclasses import fields

import pytest

from bot.i18n import LOCALES, get_translator
from bot.web.verdict import judge
from capture.types import Label
from models.tables import Status
from tests.bot.web.cards import make_card

EN = get_translator("en")


def test_only_a_whole_page_that_was_asked_for_is_called_good() -> None:
    good = {
        (status.value, label.value)
        for status in Status
        for label in Label
        if judge(make_card(status=status.value, label=label.value), EN).tone == "good"
    }

    assert good == {("complete", "ok")}


def test_http_error_is_said_with_its_number() -> None:
    verdict = judge(make_card(label="http_error", http_status=451), EN)

    assert (verdict.state, verdict.tone, verdict.badge) == ("kept", "warning", "Error 451.")
    assert "451" in verdict.sentence


def test_failure_is_said_in_the_sentence_of_its_code() -> None:
    verdict = judge(make_card(status="failed", label="unreachable", error="name_not_found", final_url=""), EN)

    assert (verdict.state, verdict.tone) == ("failed", "bad")
    assert verdict.sentence == EN.text("error.name_not_found", site="news.example")


def test_partial_snapshot_names_what_is_missing() -> None:
    verdict = judge(make_card(status="partial", missing=("pdf",)), EN)

    assert (verdict.state, verdict.tone) == ("kept", "note")
    assert "PDF" in verdict.sentence


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("label", [*Label, ""])
def test_every_state_has_words_in_every_language(locale: str, status: Status, label: str) -> None:
    verdict = judge(make_card(status=status.value, label=str(label), error="unheard_of"), get_translator(locale))

    assert all(isinstance(getattr(verdict, field.name), str) for field in fields(verdict))
    assert verdict.sentence
