"""/forget, and the buttons of /bin behind which nothing comes back. Each asks first, in a message with one button."""

from datetime import UTC, datetime, timedelta

from telegram import Message, Update

from bot.callbacks import AskEmpty, AskForGood, DeleteForGood, EmptyBin, Forget, WipeCallback
from bot.handlers.context import Context
from bot.replies import Reply
from bot.services.wiping import check_bin, forget, get_binned, is_own, wipe, wipe_bin
from bot.views.html import say
from bot.views.wiping import ask_to_empty, ask_to_forget, ask_to_wipe, render_forgotten, render_wiped
from models.errors import NotFound
from models.links import count_links

ASKED_WITHIN = timedelta(minutes=10)  # a question that has been scrolled past is asked anew


async def offer_to_forget(_update: Update, context: Context) -> None:
    """Answer /forget with what would go, and the button that does it."""
    caller = context.caller
    if caller.person is None or not is_own(caller.chat, caller.person):
        await context.answer(Reply(say(caller.translator, "forget.only_in_private")))
        return
    count = await count_links(caller.chat.id)
    await context.answer(ask_to_forget(caller.person.id, count, caller.translator))


async def wipe_by_button(callback: WipeCallback, message: Message, context: Context) -> None:
    """Ask, or do what was asked; raise `NotFound` where the question is old."""
    caller, tr = context.caller, context.caller.translator
    match callback:
        case AskForGood(link_id):
            link = await get_binned(caller.chat, link_id, caller.person)
            await context.answer(ask_to_wipe(link.id, link.title, link.url, tr))
        case AskEmpty():
            await context.answer(ask_to_empty(await check_bin(caller.chat, caller.person), tr))
        case DeleteForGood(link_id):
            _check_fresh(message)
            await wipe(caller.chat, link_id, caller.person)
            await _replace(message, render_wiped(1, tr), context)
        case EmptyBin(count):
            _check_fresh(message)
            await _replace(message, render_wiped(await wipe_bin(caller.chat, count, caller.person), tr), context)
        case Forget(person_id):
            _check_fresh(message)
            await _replace(message, render_forgotten(await forget(caller.chat, caller.person, person_id), tr), context)


def _check_fresh(message: Message) -> None:
    if datetime.now(UTC) - message.date > ASKED_WITHIN:
        raise NotFound("the question is old")


async def _replace(message: Message, reply: Reply, context: Context) -> None:
    await context.house.messenger.rewrite(message.chat_id, message.message_id, reply)
