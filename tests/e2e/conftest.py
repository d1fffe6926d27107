"""Fixtures of the end-to-end tests: a Telegram on loopback, a site, and the real program between them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pytest_asyncio import fixture as async_fixture

from bot.localchat import LocalChat, LocalChatConfig, open_localchat
from tests.e2e.service import Service, run_service
from tests.site.server import Site, open_site

OWNER = 101
FRIEND = 102


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[LocalChat]:
    """Telegram on loopback."""
    config = LocalChatConfig(tmp_path / "telegram", owner_id=OWNER, owner_name="Ann", can_read_all_group_messages=True)
    async with open_localchat(config) as telegram:
        yield telegram


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Pages to capture."""
    async with open_site() as pages:
        yield pages


@async_fixture
async def service(chat: LocalChat, tmp_path: Path) -> AsyncIterator[Service]:
    """The program, with a token, serving Ann and a friend."""
    async with run_service(tmp_path, chat, ALLOWED_USERS=f"{OWNER},{FRIEND}") as running:
        yield running
