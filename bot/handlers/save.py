"""Messages: links are saved, replies label what they answer, everything else gets a hint at most."""

from telegram import Message, Update

from bot.errors import InvalidRequest
from bot.handlers.context import Context
from bot.handlers.message_parts import list_other_urls, read_origin, read_text
from bot.handlers.remark import say_remark
from bot.parsing.addresses import parse_address
from bot.parsing.save import SaveRequest, parse_save_request
from bot.services.delivering import acknowledge
from bot.services.saving import Receipt, SaveOrder, refused, save
from bot.views.errors import render_refusal
from bot.views.texts import Hint, render_hint
from models.tables import ChatKind


async def read_message(update: Update, context: Context) -> None:
    """Take a message, channel post or edit for what it is."""
    message = update.effective_message
    if message is None or message.via_bot is not None or not _is_meant_for_us(message, context):
        return
    request = parse_save_request(read_text(message), list_other_urls(message))
    if any(map(_is_for_the_web, request.links)):
        await _save(message, request, context)
    elif not await say_remark(update, message, context) and _deserves_a_hint(update, message, context):
        await context.answer(render_hint(_hint_for(message), context.caller.translator))


def _is_meant_for_us(message: Message, context: Context) -> bool:
    """In a group that wants it so, only what mentions the bot or replies to it."""
    chat = context.caller.chat
    if chat.kind is not ChatKind.GROUP or chat.listens_to_all:
        return True
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == context.bot.id:
        return True
    return f"@{context.bot.username}".casefold() in (message.text or message.caption or "").casefold()


def _deserves_a_hint(update: Update, message: Message, context: Context) -> bool:
    """A person who writes to the bot alone; not an edit, not one picture of an album, not "Ann joined"."""
    says_something = message.text or message.caption or message.effective_attachment
    is_conversation = update.message is not None and context.caller.chat.kind is ChatKind.PRIVATE
    return bool(is_conversation and says_something and message.media_group_id is None)


def _hint_for(message: Message) -> Hint:
    if (message.text or "").startswith("/"):
        return Hint.UNKNOWN_COMMAND
    return Hint.NO_LINK if message.reply_to_message is None else Hint.NOT_A_LINK


async def _save(message: Message, request: SaveRequest, context: Context) -> None:
    ports = context.house.ports
    addresses = [(text, parse_address(text)) for text in request.links if _is_for_the_web(text)]
    order = SaveOrder(
        chat=context.caller.chat,
        person_id=context.caller.person.id if context.caller.person else None,
        addresses=tuple(address for _, address in addresses if address is not None),
        target=context.caller.target,
        message_id=message.message_id,
        tags=request.tags,
        note="" if message.forward_origin else request.note,  # a forwarded text is not the person's own
        origin=read_origin(message.forward_origin),
    )
    receipts = [*await save(order, ports), *(_refuse(text) for text, address in addresses if address is None)]
    await _answer(receipts, context)


def _is_for_the_web(link: str) -> bool:
    """Not Telegram's own, which stand in the footers of many channels, nor what opens a mail or a phone program."""
    return link.partition(":")[0].casefold() not in {"tg", "ton", "mailto", "tel"}


def _refuse(text: str) -> Receipt:
    scheme, separator, _ = text.partition("://")
    is_web = not separator or scheme.casefold() in {"http", "https"}
    return refused(text, InvalidRequest("no_host" if is_web else "not_http"))


async def _answer(receipts: list[Receipt], context: Context) -> None:
    for receipt in receipts:
        await acknowledge(receipt, context.house.ports, context.house.messenger)
    context.house.answers.ring()
    for receipt in receipts:
        if receipt.refusal is not None:
            await context.answer(render_refusal(receipt.url, receipt.refusal, context.caller.translator))
