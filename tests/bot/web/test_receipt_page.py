"""The receipt on the permalink page."""

import re
from dataclasses import astuple, replace
from importlib.resources import files

import pytest

from bot.i18n import get_translator
from bot.services.cards import ArtifactCard
from bot.services.receipts import read_receipt, write_receipt
from bot.web.receipt_page import ReceiptView, describe_receipt
from capture.types import Receipt
from tests.bot.web.cards import make_card
from tests.receipts import PLAIN, RECEIPT

TAKEN_OUT = {"Taken out of the picture", "从截图中移除"}
FILES = (ArtifactCard("screenshot", "image/jpeg", 9, "a" * 64), ArtifactCard("photo", "image/jpeg", 9, "b" * 64))


def describe(receipt: Receipt, locale: str = "en") -> ReceiptView:
    card = make_card(artifacts=FILES, receipt=read_receipt(write_receipt(receipt)))
    view = describe_receipt(card, get_translator(locale))
    assert view is not None
    return view


def test_every_file_has_its_whole_hash() -> None:
    assert [(row.name, row.text) for row in describe(RECEIPT).files] == [
        ("Picture", "a" * 64),
        ("Picture for the chat", "b" * 64),
    ]


def test_way_names_every_server_that_answered() -> None:
    assert [(hop.url, hop.answer) for hop in describe(RECEIPT).hops] == [
        ("http://news.example/story", "301 from 192.0.2.7:80"),
        ("https://news.example/story", "200 from [2001:db8::7]:443"),
    ]
    assert describe(PLAIN).hops[0].answer == "no answer on record"


def test_times_are_in_utc_to_the_second() -> None:
    times = [(row.text, row.iso) for row in describe(RECEIPT).taken if row.iso]

    assert times == [
        ("2026-01-31 08:14:58 UTC", "2026-01-31T08:14:58Z"),
        ("2026-01-31 08:15:03 UTC", "2026-01-31T08:15:03Z"),
    ]


def test_certificate_is_told_with_its_fingerprint() -> None:
    rows = {row.name: row.text for row in describe(RECEIPT).certificate}

    assert rows["SHA-256"] == "c5" * 32
    assert rows["Valid"] == "2026-01-01 00:00:00 UTC to 2026-04-01 00:00:00 UTC"
    assert describe(RECEIPT).is_encrypted
    assert describe(PLAIN).certificate == ()
    assert not describe(PLAIN).is_encrypted


@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_every_row_has_words(locale: str) -> None:
    view = describe(RECEIPT, locale)

    rows = (*view.taken, *view.certificate, *view.headers, *view.files)
    assert all(row.name and row.text and "web." not in row.name for row in rows)
    assert {"metrics.internal:443", "old-counter.example:443", "a consent banner"} <= {row.text for row in view.taken}
    assert [row.text for row in view.headers if row.name == "set-cookie"] == ["a=1", "b=2"]


def test_what_was_taken_out_of_the_picture_is_named_in_the_language_of_the_page() -> None:
    receipt = replace(RECEIPT, removed=("cookie banner", "OneTrust", "sign-in layer"))

    assert "a cookie banner, OneTrust, an invitation to sign in" in {row.text for row in describe(receipt).taken}
    assert "Cookie 提示、OneTrust、登录提示层" in {row.text for row in describe(receipt, "zh-Hans").taken}


@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_everything_that_the_capture_takes_out_has_a_name(locale: str) -> None:
    script = (files("capture") / "clear.js").read_text()
    named = set(re.findall(r'return "([a-z -]+)"', script)) | set(re.findall(r'\? "([a-z-]+)" : "backdrop"', script))
    named -= {"backdrop", "unstick"}  # which the script keeps to itself
    rows = describe(replace(RECEIPT, removed=tuple(sorted(named)))).taken

    assert {"cookie banner", "sign-in layer", "pop-up"} <= named
    assert all(translated(name, locale) != name for name in named), rows


def translated(name: str, locale: str) -> str:
    """What the page calls one thing that was taken out."""
    (text,) = [row.text for row in describe(replace(PLAIN, removed=(name,)), locale).taken if row.name in TAKEN_OUT]
    return text


def test_nothing_of_the_library_is_on_the_receipt() -> None:
    everything = str(astuple(describe(RECEIPT)))

    assert not any(secret in everything for secret in ("secret-garden", "a note of mine", "Sender", "channel"))


def test_snapshot_of_which_nothing_was_written_down_has_no_receipt() -> None:
    assert describe_receipt(make_card(), get_translator("en")) is None
