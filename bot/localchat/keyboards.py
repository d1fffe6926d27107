"""Checks the buttons under a message, as strictly as Telegram does."""

import json

from bot.localchat.errors import ApiError, bad_request
from bot.localchat.limits import MAX_BUTTONS, MAX_CALLBACK_BYTES, MAX_COPY_TEXT
from bot.localchat.web_addresses import AddressError, check_address
from bot.localchat.wire import Json, JsonValue

_TARGETS = (
    "url",
    "callback_data",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "pay",
    "callback_game",
)


def parse_reply_markup(source: str) -> Json | None:
    """The markup of a message; None where there is none (an empty keyboard is none)."""
    if not source:
        return None
    try:
        markup = json.loads(source)
    except ValueError as error:
        raise bad_request("can't parse reply keyboard markup JSON object") from error
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    return check_inline_keyboard(markup)


def parse_inline_keyboard(source: str) -> Json | None:
    """The markup of an edit, which can only be an inline keyboard."""
    markup = parse_reply_markup(source)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def check_inline_keyboard(markup: Json) -> Json | None:
    """The keyboard as Telegram keeps it, None when it has no buttons."""
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    checked = [[_check_button(button) for button in row] for row in rows if row]
    if sum(len(row) for row in checked) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": checked} if checked else None


def _check_button(button: JsonValue) -> Json:
    if not isinstance(button, dict):
        raise _unparsed("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unparsed('Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    target = next(
        (name for name in _TARGETS if button.get(name) not in (None, "") or _is_blank_query(button, name)), ""
    )
    if not target:
        raise _unparsed("Text buttons are unallowed in the inline keyboard")
    return {"text": button["text"].strip(), target: _check_target(target, button[target])}


def _is_blank_query(button: Json, name: str) -> bool:
    return name.startswith("switch_inline_query") and button.get(name) == ""


def _check_target(target: str, value: JsonValue) -> JsonValue:
    if target == "url":
        return _check_url("", str(value))
    if target == "web_app":
        return {"url": _check_url("Web App ", str(value["url"]), https_only=True)}
    if target == "callback_data" and len(str(value).encode()) > MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if target == "copy_text" and not 1 <= len(str(value.get("text", ""))) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return value


def _check_url(what: str, url: str, *, https_only: bool = False) -> str:
    if url.lower().startswith("tg:"):
        return url
    try:
        return check_address(url, https_only=https_only)
    except AddressError as error:
        raise bad_request(f"inline keyboard button {what}URL '{url}' is invalid: {error}") from error


def _unparsed(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
