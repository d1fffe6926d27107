"""What Telegram hands to a Mini App, true and forged."""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.openings import parse_opening
from tests.openings import make_opening

TOKEN = "4242:a-token-of-nobody"
THEN = datetime(2026, 11, 24, 12, tzinfo=UTC)
GIVEN = make_opening(TOKEN, 101, THEN)
OTHER = urlencode({"user": '{"id": 102}'})


def test_opening_says_who_and_when() -> None:
    opening = parse_opening(GIVEN, TOKEN)

    assert opening is not None
    assert (opening.telegram_id, opening.opened_at) == (101, THEN)


def test_proof_is_made_as_telegram_describes_it() -> None:
    """Word for word after core.telegram.org/bots/webapps, by other functions than ours."""
    fields = dict(parse_qsl(GIVEN))
    proof = fields.pop("hash")
    data_check_string = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret_key = hmac.new(b"WebAppData", TOKEN.encode(), hashlib.sha256).digest()

    assert proof == hmac.new(secret_key, data_check_string.encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "hash=",
        GIVEN.replace("101", "102"),
        GIVEN.partition("&hash=")[0],
        f"{GIVEN}&is_admin=1",
        f"{OTHER}&{GIVEN}",
        f"{GIVEN}&{OTHER}",
        GIVEN.replace("hash=", "hash=%FF"),
        GIVEN.replace("hash=", "hash=é"),
        GIVEN.upper(),
        GIVEN + "&x=" + "y" * 9000,
        "&".join(f"f{number}=1" for number in range(99)),
        "\ud800=1",
    ],
)
def test_what_was_changed_or_made_up_counts_for_nothing(forged: str) -> None:
    assert parse_opening(forged, TOKEN) is None


def test_proof_of_another_bot_counts_for_nothing() -> None:
    assert parse_opening(make_opening("4343:another-bot", 101, THEN), TOKEN) is None


def test_without_a_token_nobody_can_prove_anything() -> None:
    assert parse_opening(make_opening("", 101, THEN), "") is None


@pytest.mark.parametrize(
    "fields",
    [
        {"user": ""},
        {"user": "[]"},
        {"user": '{"id": "101"}'},
        {"user": '{"id": -1}'},
        {"user": "{"},
        {"auth_date": ""},
        {"auth_date": "-1"},
        {"auth_date": "9" * 30},
        {"auth_date": "١٢"},
    ],
)
def test_what_telegram_never_signs_counts_for_nothing(fields: dict[str, str]) -> None:
    assert parse_opening(make_opening(TOKEN, 101, THEN, **fields), TOKEN) is None


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_whatever_is_sent_is_read_or_refused(text: str, fields: dict[str, str]) -> None:
    assert parse_opening(text, TOKEN) is None
    assert parse_opening(urlencode(fields, errors="replace"), TOKEN) is None
