"""A chat and the real program, for the measurements."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.localchat import LocalChat, LocalChatConfig, open_localchat
from tests.e2e.service import Service, run_service

OWNER = 101


@asynccontextmanager
async def open_service(folder: Path) -> AsyncIterator[tuple[LocalChat, Service]]:
    """Telegram on loopback, and the program behind it with quotas out of the way."""
    async with (
        open_localchat(LocalChatConfig(folder / "telegram", owner_id=OWNER)) as chat,
        run_service(folder, chat, ALLOWED_USERS=str(OWNER), MAX_WAITING="1000", MAX_PER_DAY="10000") as service,
    ):
        yield chat, service
