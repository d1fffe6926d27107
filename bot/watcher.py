"""The loop that looks after watched links, and tells their chats what changed."""

import asyncio
import logging
from functools import partial

from bot.errors import ChatGone, MessageRefused, MessengerError
from bot.i18n import get_translator
from bot.messenger import TelegramMessenger
from bot.replies import Reply
from bot.rounds import repeat
from bot.services.ports import Ports
from bot.services.watching import News, end_news, look_after_watches
from bot.views.changes import render_changes
from bot.views.html import say

log = logging.getLogger(__name__)

LOOK_EVERY = 30.0  # seconds


async def keep_watch(ports: Ports, messenger: TelegramMessenger, every: float = LOOK_EVERY) -> None:
    """Watch until cancelled."""
    await repeat(partial(_look_and_rest, ports, messenger, every), "watcher")


async def _look_and_rest(ports: Ports, messenger: TelegramMessenger, every: float) -> None:
    await look(ports, messenger)
    await asyncio.sleep(every)


async def look(ports: Ports, messenger: TelegramMessenger) -> None:
    """One round: what cannot be told now is told in a later one."""
    for news in await look_after_watches(ports):
        try:
            await _tell(news, ports, messenger)
        except (ChatGone, MessageRefused) as error:
            log.info("watch not told", extra={"watch": news.watch.id, "reason": str(error)})
        except MessengerError as error:
            log.info("watch has to wait", extra={"watch": news.watch.id, "reason": str(error)})
            continue
        await end_news(news)


async def _tell(news: News, ports: Ports, messenger: TelegramMessenger) -> None:
    translator = get_translator(news.target.language)
    if news.comparison is None:
        await messenger.say(news.target, Reply(say(translator, "watch.given_up", url=news.watch.link.url)))
        return
    reply = render_changes(news.comparison, translator)
    if news.comparison.picture is None:
        await messenger.say(news.target, reply)
    else:
        await messenger.send_photo(news.target, await ports.blobs.get(news.comparison.picture.sha256), reply)
