"""A local chat in a folder of its own, and python-telegram-bot's own client in front of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot.localchat import LocalChat, LocalChatConfig, open_localchat
from tests.bot.localchat.clients import open_bot

ANN = 11


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[LocalChat]:
    """A local chat where Ann has started the bot already."""
    async with open_localchat(LocalChatConfig(tmp_path / "chat")) as chat:
        await chat.add_user(ANN, "Ann", username="ann_at_home")
        await chat.send_text(ANN, ANN, "/start")
        await chat.board.updates.clear()
        yield chat


@pytest.fixture
async def bot(chat: LocalChat) -> AsyncIterator[Bot]:
    """The bot's side."""
    async with open_bot(chat) as bot:
        yield bot
