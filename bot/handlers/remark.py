"""Replies: `#tags`, `-#tags` and words label the links that the answered message stands for."""

from telegram import Message, Update

from bot.handlers.context import Context
from bot.handlers.message_parts import read_text
from bot.parsing.save import parse_remark
from bot.services.labelling import MessageKey
from bot.services.refreshing import refresh_answers
from bot.services.showing import show_latest
from bot.services.tagging import remark
from bot.views.texts import render_labelled


async def say_remark(update: Update, message: Message, context: Context) -> bool:
    """Label what a reply answers; False where it is no reply to something that stands for a link."""
    answered = message.reply_to_message
    if answered is None:
        return False
    said = parse_remark(read_text(message))
    house = context.house
    key = MessageKey(house.messenger.bot_id, message.chat_id, message.message_id)
    links = await remark(key, answered.message_id, said)
    for link in links:
        await refresh_answers(link.id, house.ports, house.messenger)
        if update.edited_message is None:
            card = await show_latest(link.id, house.ports.public_url)
            await context.answer(
                render_labelled(card, context.caller.translator, added=said.added, removed=said.removed, note=said.note)
            )
    return bool(links)
