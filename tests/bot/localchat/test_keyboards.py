import json

import pytest

from bot.localchat.errors import ApiError
from bot.localchat.keyboards import parse_inline_keyboard, parse_reply_markup
from bot.localchat.wire import Json


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        (
            {"text": "x", "url": "http://localhost:8000/x"},
            "inline keyboard button URL 'http://localhost:8000/x' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "url": "ftp://example.com"},
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "x", "web_app": {"url": "http://example.com"}},
            "inline keyboard button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
        ),
        ({"text": "x", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ("x", "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
    ],
)
def test_a_wrong_button_is_refused(button: object, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_reply_markup(json.dumps({"inline_keyboard": [[button]]}))

    assert caught.value.description == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x", "url": "http://127.0.0.1:8080/s/abc"},
        {"text": "x", "url": "https://example.com/"},
        {"text": "x", "url": "tg://user?id=1"},
        {"text": "x", "callback_data": "x" * 64},
        {"text": "x", "copy_text": {"text": "x" * 256}},
        {"text": "x", "switch_inline_query_current_chat": ""},
    ],
)
def test_a_good_button_is_kept(button: Json) -> None:
    assert parse_reply_markup(json.dumps({"inline_keyboard": [[button], []]})) == {"inline_keyboard": [[button]]}


def test_an_empty_keyboard_is_none() -> None:
    assert parse_reply_markup('{"inline_keyboard": []}') is None


def test_too_many_buttons_are_refused() -> None:
    rows = [[{"text": "x", "callback_data": "x"}]] * 101

    with pytest.raises(ApiError, match="reply markup is too long"):
        parse_reply_markup(json.dumps({"inline_keyboard": rows}))


def test_an_edit_takes_inline_keyboards_only() -> None:
    with pytest.raises(ApiError, match="inline keyboard expected"):
        parse_inline_keyboard('{"keyboard": [["x"]]}')
