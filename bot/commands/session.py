"""What every command begins with: settings read, logging set up, the store opened."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.app import Store, open_store
from bot.logs import set_up_logging
from bot.settings import Settings, load_settings

T = TypeVar("T")


def start(*, is_service: bool = False) -> Settings:
    """Read the settings and let nothing secret into the log; raise `StartFailed`.

    Whoever calls a single command reads one line about what went wrong; a log they get where they asked for one.
    """
    settings = load_settings()
    has_asked = is_service or "log_level" in settings.model_fields_set
    level = settings.log_level if has_asked else "critical"
    set_up_logging(level, settings.log_format, settings.list_secrets())
    return settings


def with_store(work: Callable[[Store], Awaitable[T]]) -> T:
    """Do some work with the opened store, in the main task."""

    async def main() -> T:
        async with open_store(settings) as store:
            return await work(store)

    settings = start()
    return asyncio.run(main())
