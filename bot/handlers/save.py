"""Messages: links are saved, replies label what they answer, everything else gets a hint at most."""

import re
from dataclasses import replace

from telegram import Message, Update

from bot.errors import InvalidRequest
from bot.handlers.context import Context
from bot.handlers.editing import take_new_name
from bot.handlers.evidence import take_evidence
from bot.handlers.message_parts import CommandCall, list_other_urls, read_command, read_origin, read_text
from bot.handlers.remark import say_remark
from bot.parsing.addresses import parse_address
from bot.parsing.query import parse_query
from bot.parsing.save import SaveRequest, parse_save_request
from bot.replies import Reply
from bot.services.delivering import acknowledge
from bot.services.refreshing import refresh_answers
from bot.services.saving import Receipt, ReceiptKind, SaveOrder, refused, save
from bot.services.showing import permalink_of
from bot.views.errors import render_refusal
from bot.views.lists import offer_search
from bot.views.texts import Hint, render_hint
from models.search import SearchQuery
from models.tables import ChatKind

OTHER_PROGRAMS = frozenset({"tg", "ton", "mailto", "tel"})  # what the footers of many channels open


async def read_message(update: Update, context: Context) -> None:
    """Take a message, channel post or edit for what it is."""
    message = update.effective_message
    if message is None or message.via_bot is not None or not _is_meant_for_us(message, context):
        return
    command = read_command(message)
    if command is not None and not _is_unknown(command, context):
        return  # an edit, which does not repeat what was commanded, or another bot's business
    request = _read_request(message, command, context)
    if request.links:
        await _save(message, request, context)
        return
    is_reply = command is None and await _take_reply(update, message, context)
    if not is_reply and _deserves_a_hint(update, message, context):
        await context.answer(_answer_words(message, command, context))


async def _take_reply(update: Update, message: Message, context: Context) -> bool:
    """What a reply says of a link or a tag, and what it brings along as evidence; False where it answers neither."""
    if await take_new_name(update, message, context):
        return True
    has_brought = await take_evidence(update, message, context)
    if has_brought and not read_text(message).text:
        return True
    return await say_remark(update, message, context) or has_brought


def _is_meant_for_us(message: Message, context: Context) -> bool:
    """In a group that wants it so, only what mentions the bot or replies to it."""
    chat = context.caller.chat
    if chat.kind is not ChatKind.GROUP or chat.listens_to_all:
        return True
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == context.bot.id:
        return True
    mention = rf"(?<!\w)@{re.escape(context.bot.username)}(?!\w)|^/\w+@{re.escape(context.bot.username)}(?!\w)"
    return re.search(mention, read_text(message).text, re.IGNORECASE) is not None


def _is_unknown(command: CommandCall, context: Context) -> bool:
    """Whether a command that names no other bot is none of ours: a person's mistake, or a word before a link."""
    is_ours = command.name in {name for name, _ in context.house.commands}
    return not is_ours and command.addressee in {"", context.bot.username.casefold()}


def _read_request(message: Message, command: CommandCall | None, context: Context) -> SaveRequest:
    """What the message wants to have kept."""
    request = parse_save_request(read_text(message), list_other_urls(message))
    note = "" if message.forward_origin else request.note  # a forwarded text is not the person's own
    if note and command is not None:
        note = " ".join(note.split(maxsplit=1)[1:])
    own = permalink_of(context.house.ports.public_url, "")
    links = (link for link in request.links if _is_for_the_web(link) and not link.startswith(own))
    return replace(request, links=tuple(links), note=note)


def _is_for_the_web(link: str) -> bool:
    """Not Telegram's own, nor what opens a mail or a phone program."""
    return link.partition(":")[0].casefold() not in OTHER_PROGRAMS


def _deserves_a_hint(update: Update, message: Message, context: Context) -> bool:
    """A person who writes to the bot alone; not an edit, not one picture of an album, not "Ann joined"."""
    says_something = read_text(message).text or message.effective_attachment
    is_conversation = update.message is not None and context.caller.chat.kind is ChatKind.PRIVATE
    return bool(is_conversation and says_something and message.media_group_id is None)


def _answer_words(message: Message, command: CommandCall | None, context: Context) -> Reply:
    """What to do instead; somebody's own words may be what they look for."""
    translator = context.caller.translator
    if command is not None:
        return render_hint(Hint.UNKNOWN_COMMAND, translator)
    if message.reply_to_message is not None:
        return render_hint(Hint.NOT_A_LINK, translator)
    words = (message.text or "").removeprefix(f"@{context.bot.username}").strip()
    is_own = message.forward_origin is None
    if is_own and parse_query(words, context.house.ports.clock().date()).query != SearchQuery():
        return offer_search(words, translator)
    return render_hint(Hint.NO_LINK, translator)


async def _save(message: Message, request: SaveRequest, context: Context) -> None:
    ports = context.house.ports
    addresses = [(text, parse_address(text)) for text in request.links]
    order = SaveOrder(
        chat=context.caller.chat,
        person_id=context.caller.person.id if context.caller.person else None,
        addresses=tuple(address for _, address in addresses if address is not None),
        target=context.caller.target,
        message_id=message.message_id,
        tags=request.tags,
        note=request.note,
        origin=read_origin(message.forward_origin),
    )
    receipts = [*await save(order, ports), *(_refuse(text) for text, address in addresses if address is None)]
    await _answer(receipts, context)


def _refuse(text: str) -> Receipt:
    scheme, separator, _ = text.partition("://")
    is_web = not separator or scheme.casefold() in {"http", "https"}
    return refused(text, InvalidRequest("no_host" if is_web else "not_http"))


async def _answer(receipts: list[Receipt], context: Context) -> None:
    house = context.house
    for receipt in receipts:
        await acknowledge(receipt, house.ports, house.messenger)
    house.answers.ring()
    for receipt in receipts:
        if receipt.refusal is not None:
            await context.answer(render_refusal(receipt.url, receipt.refusal, context.caller.translator))
        elif receipt.kind is ReceiptKind.REPEATED and receipt.snapshot is not None:
            await refresh_answers(receipt.snapshot.link_id, house.ports, house.messenger)  # an edit: other tags
