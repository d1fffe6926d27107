"""Clients of the local chat: python-telegram-bot's, and bare HTTP."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
from telegram import Bot

from bot.localchat import LocalChat


@asynccontextmanager
async def open_bot(chat: LocalChat) -> AsyncIterator[Bot]:
    """The client that Snapkeep itself uses."""
    bot = Bot(chat.token, base_url=f"{chat.api_root}/bot", base_file_url=f"{chat.api_root}/file/bot")
    async with bot:
        yield bot


async def call(
    chat: LocalChat, method: str, params: Mapping[str, object] | None = None, token: str = ""
) -> tuple[int, dict[str, object]]:
    """One call with a JSON body: the status, and the body of the answer."""
    url = f"{chat.api_root}/bot{token or chat.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=dict(params or {})) as response:
        return response.status, await response.json()


async def describe_failure(chat: LocalChat, method: str, **params: object) -> str:
    """The description with which a call fails; its number when it does not."""
    status, body = await call(chat, method, params)
    return str(body.get("description", status))
