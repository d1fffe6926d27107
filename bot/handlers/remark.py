"""Replies: `#tags`, `-#tags` and words label the links that the answered message stands for."""

from telegram import Message, Update

from bot.handlers.context import Context
from bot.handlers.message_parts import read_text
from bot.parsing.save import Remark, parse_remark
from bot.parsing.tags import parse_tag
from bot.services.labelling import MessageKey
from bot.services.refreshing import refresh_answers
from bot.services.showing import show_latest
from bot.services.tagging import remark
from bot.views.texts import render_labelled
from models.links import get_link
from models.tags import add_tags


async def say_remark(update: Update, message: Message, context: Context) -> bool:
    """Label what a reply answers; False where it is no reply to something that stands for a link."""
    return await label_answered(update, message, parse_remark(read_text(message)), context)


async def label_answered(update: Update, message: Message, said: Remark, context: Context) -> bool:
    """Label what a message answers; False where it is no reply to something that stands for a link."""
    answered = message.reply_to_message
    if answered is None:
        return False
    house = context.house
    key = MessageKey(house.messenger.bot_id, message.chat_id, message.message_id)
    person = context.caller.person
    links = await remark(key, answered.message_id, said, person.id if person else None, house.ports)
    for link in links:
        await refresh_answers(link.id, house.ports, house.messenger)
        if update.edited_message is None:
            card = await show_latest(link.id, house.ports.public_url)
            await context.answer(
                render_labelled(card, context.caller.translator, added=said.added, removed=said.removed, note=said.note)
            )
    return bool(links)


async def add_suggested(link_id: int, name: str, context: Context) -> None:
    """Give one of this chat's links a tag from a button; its answer shows it. Raise `NotFound`."""
    house = context.house
    link = await get_link(context.caller.chat.id, link_id)
    tag = parse_tag(name)
    if tag is not None:
        await add_tags(link, [tag])
        await refresh_answers(link.id, house.ports, house.messenger)
