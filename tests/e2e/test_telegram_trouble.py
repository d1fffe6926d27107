"""Telegram in trouble, of every kind and at every step: each link is answered once all the same."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.localchat import LocalChat
from tests.e2e.conftest import OWNER
from tests.e2e.service import run_service
from tests.e2e.test_crash import answers
from tests.site.server import Site

FLOOD = "Too Many Requests: retry after 1"
CONFLICT = "Conflict: terminated by other getUpdates request"
TROUBLES: dict[str, Callable[[LocalChat, str], None]] = {
    "a flood limit": lambda chat, method: chat.fail_next(method, 429, FLOOD, {"retry_after": 1}),
    "its own fault": lambda chat, method: chat.fail_next(method, 500, "Internal Server Error"),
    "a bad gateway": lambda chat, method: chat.fail_next(method, 502, "Bad Gateway", times=2),
    "another reader": lambda chat, method: chat.fail_next(method, 409, CONFLICT),
    "garbage": lambda chat, method: chat.garble_after_accept(method),
    "a lost answer": lambda chat, method: chat.drop_after_accept(method),
}
STEPS = ("getUpdates", "sendMessage", "editMessageMedia")
UNHEARD = 2  # troubles after which nobody knows the number of what was sent


@pytest.mark.browser
@pytest.mark.hostile
async def test_whatever_telegram_does_each_link_is_answered_once(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    sent: dict[int, str] = {}
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)):
        for step in STEPS:
            for name, order in TROUBLES.items():
                order(chat, step)
                message = await chat.send_text(OWNER, OWNER, site.url(f"/short?n={len(sent)}"))
                sent[message.message_id] = f"{name} at {step}"
                await chat.wait_until(lambda: len(answers(chat)) >= len(sent), 60)
        await asyncio.sleep(2)

    assert [sent[one.reply_to or 0] for one in answers(chat)] == list(sent.values())
    assert len([one for one in chat.messages(OWNER) if one.sender_id != OWNER]) == len(sent) + UNHEARD
