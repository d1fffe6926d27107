"""/watch in reply to an answer: daily, weekly or off. /watches lists what is watched."""

from telegram import Update

from bot.handlers.answered import hint_for, list_answered_links
from bot.handlers.context import Context
from bot.handlers.find import read_words
from bot.replies import Reply
from bot.services.watching import watch_link
from bot.views.html import escape, join_lines, say
from bot.views.texts import Hint, render_hint
from models.watches import drop_watch, list_watches

DAYS = {"": 1, "daily": 1, "每天": 1, "weekly": 7, "每周": 7}
OFF = frozenset({"off", "stop", "停止", "取消"})


async def watch_links(update: Update, context: Context) -> None:
    """Watch the links of the answered message, or stop watching them."""
    caller, word = context.caller, read_words(update).strip().casefold()
    links = await list_answered_links(update, context)
    if not links or word not in {*DAYS, *OFF}:
        hint = Hint.WATCH_REPLY if links else hint_for(update, Hint.WATCH_REPLY)
        await context.answer(render_hint(hint, caller.translator))
        return
    for link in links:
        if word in OFF:
            await drop_watch(caller.chat.id, link.id)
            said = say(caller.translator, "watch.stopped")
        else:
            await watch_link(link, DAYS[word], caller.target, context.house.ports)
            said = say(caller.translator, "watch.begun", count=DAYS[word])
        await context.answer(Reply(said))


async def list_watched(_update: Update, context: Context) -> None:
    """List what this chat watches."""
    caller = context.caller
    watches = (await list_watches(caller.chat.id))[:30]
    lines = (escape(f"{one.link.title or one.link.url[:80]} · {one.days} d") for one in watches)
    head = say(caller.translator, "watch.list" if watches else "watch.none")
    await context.answer(Reply(join_lines(head, *lines)))
