"""/watch in reply to an answer: daily, weekly or off, by word or by button. /watches lists what is watched."""

from telegram import Message, Update

from bot.callbacks import Callback, Page, WatchEvery, parse
from bot.handlers.answered import hint_for, list_answered_links
from bot.handlers.context import Context
from bot.handlers.find import read_words
from bot.replies import Reply
from bot.services.watching import show_watches, watch_link
from bot.views.texts import Hint, render_hint
from bot.views.watches import render_watch_begun, render_watch_ended, render_watches
from models.links import attach_message
from models.tables import Link, MessageRole
from models.watches import drop_watch

DAYS = {"": 1, "daily": 1, "每天": 1, "weekly": 7, "每周": 7, "off": 0, "stop": 0, "停止": 0, "取消": 0}


async def watch_links(update: Update, context: Context) -> None:
    """Watch the links of the answered message, or stop watching them."""
    links = await list_answered_links(update, context)
    days = DAYS.get(read_words(update).strip().casefold())
    if not links or days is None:
        hint = Hint.WATCH_REPLY if links else hint_for(update, Hint.WATCH_REPLY)
        await context.answer(render_hint(hint, context.caller.translator))
        return
    for link in links:
        await _say(await _set_pace(link, days, context), link, context)


async def watch_by_button(link: Link, days: int, message: Message, context: Context) -> None:
    """Watch one of this chat's links, or stop: said in place where the button's message speaks of nothing else."""
    reply = await _set_pace(link, days, context)
    callbacks = _callbacks(message)
    if message.photo or not all(isinstance(one, WatchEvery | Page) for one in callbacks):
        await _say(reply, link, context)
        return
    is_list = not any(isinstance(one, WatchEvery) and one.days for one in callbacks)
    said = await build_watches(0, context) if is_list else reply
    await context.house.messenger.rewrite(message.chat_id, message.message_id, said)


async def list_watched(_update: Update, context: Context) -> None:
    """List what this chat watches."""
    await context.answer(await build_watches(0, context))


async def build_watches(page: int, context: Context) -> Reply:
    """One page of what this chat watches."""
    return render_watches(await show_watches(context.caller.chat.id, page), context.caller.translator)


async def _set_pace(link: Link, days: int, context: Context) -> Reply:
    caller = context.caller
    name = link.title or link.url
    if not days:
        await drop_watch(caller.chat.id, link.id)
        return render_watch_ended(name, link.id, caller.translator)
    await watch_link(link, days, caller.target, context.house.ports)
    return render_watch_begun(name, link.id, days, caller.translator)


async def _say(reply: Reply, link: Link, context: Context) -> None:
    """Answer, and let replies to the answer count as replies about the link."""
    house = context.house
    message_id = await context.answer(reply)
    chat_id = context.caller.target.chat_id
    await attach_message(house.messenger.bot_id, chat_id, message_id, MessageRole.ANSWER, link.id)


def _callbacks(message: Message) -> list[Callback | None]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return [parse(str(button.callback_data or "")) for row in rows for button in row]
