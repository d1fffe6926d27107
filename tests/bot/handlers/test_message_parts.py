from datetime import UTC, datetime

import pytest
from telegram import Message

from bot.handlers.message_parts import RICH, CommandCall, list_other_urls, read_command, read_origin, read_text
from bot.localchat import ForwardOrigin
from bot.localchat.wire import Json
from bot.services.cards import Origin
from tests.house import OWNER, TestHouse

FORWARDED_AT = datetime.fromtimestamp(1_700_000_000, UTC)
ORIGINS = [
    (ForwardOrigin("user", "Ada", 555), Origin("user", "Ada", FORWARDED_AT)),
    (ForwardOrigin("hidden_user", "Somebody"), Origin("hidden_user", "Somebody", FORWARDED_AT)),
    (
        ForwardOrigin("chat", "Reading circle", -1_000_000_000_600, author_signature="Bob"),
        Origin("chat", "Reading circle (Bob)", FORWARDED_AT),
    ),
    (
        ForwardOrigin("channel", "Harbour news", -1_000_000_000_777, "harbour_news", message_id=12),
        Origin("channel", "Harbour news", FORWARDED_AT, "https://t.me/harbour_news/12"),
    ),
    (
        ForwardOrigin("channel", "Private news", -1_000_000_000_778, message_id=3),
        Origin("channel", "Private news", FORWARDED_AT),
    ),
]


def message_of(**fields: object) -> Message:
    """A message as Telegram sends it."""
    body: Json = {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, **fields}
    message = Message.de_json(body, None)
    assert message is not None
    return message


@pytest.mark.parametrize(("forwarded", "origin"), ORIGINS)
def test_every_kind_of_origin_is_read(forwarded: ForwardOrigin, origin: Origin) -> None:
    assert read_origin(message_of(**forwarded.to_json()).forward_origin) == origin


def test_a_message_of_ones_own_has_no_origin() -> None:
    assert read_origin(message_of(text="x").forward_origin) is None


@pytest.mark.parametrize("forwarded", [forwarded for forwarded, _ in ORIGINS])
async def test_every_kind_of_origin_is_kept_and_shown(house: TestHouse, forwarded: ForwardOrigin) -> None:
    sent = await house.chat.send_forward(OWNER, OWNER, forwarded, "https://example.com/old-harbour")

    assert f"↪️ From {forwarded.name}" in (await house.answer_to(sent)).caption


def test_a_rich_message_is_read_block_by_block() -> None:
    rich = {
        "blocks": [
            {"type": "section_heading", "text": "Ships", "size": 1},
            {"type": "list", "items": [{"label": "1.", "blocks": [{"type": "paragraph", "text": ["a ", "#b"]}]}]},
            {"type": "table", "cells": [[{"text": {"type": "url", "text": "here", "url": "https://example.com/"}}]]},
            {"type": "divider"},
        ]
    }
    message = message_of(**{RICH: rich})

    assert read_text(message).text.split() == ["Ships", "1.", "a", "#b", "here"]
    assert list_other_urls(message) == ("https://example.com/",)


@pytest.mark.parametrize("rich", [None, 7, [], {"blocks": None}, {"blocks": [None, 1, {"text": 5}], "url": 3}])
def test_a_rich_message_of_another_shape_says_nothing(rich: object) -> None:
    message = message_of(**{RICH: rich})

    assert read_text(message).text == ""
    assert list_other_urls(message) == ()


@pytest.mark.parametrize(
    ("text", "length", "command"),
    [
        ("/find soup", 5, CommandCall("find", "")),
        ("/Find@Snapkeep_Bot soup", 18, CommandCall("find", "snapkeep_bot")),
    ],
)
def test_a_command_is_read_with_the_bot_that_it_names(text: str, length: int, command: CommandCall) -> None:
    entity = {"type": "bot_command", "offset": 0, "length": length}

    assert read_command(message_of(text=text, entities=[entity])) == command


def test_a_command_in_the_middle_commands_nothing() -> None:
    entity = {"type": "bot_command", "offset": 4, "length": 5}

    assert read_command(message_of(text="see /find", entities=[entity])) is None
