"""The gate: who may come in. It runs before every handler, and nobody is let in by default."""

import logging

from telegram import Chat as TelegramChat
from telegram import InlineQueryResultsButton, Update, User
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.errors import MessengerError
from bot.handlers.context import Caller, Context, target_of
from bot.handlers.users import ask_owner
from bot.i18n import get_translator, resolve_locale
from bot.services.admitting import claim, meet_stranger, recognise
from bot.views.inline import inline_prompt
from bot.views.texts import Welcome, render_start, render_stranger
from models.chats import admit_chat, get_or_create_chat
from models.memberships import note_member
from models.tables import Chat, ChatKind, Person, Role

log = logging.getLogger(__name__)

STRANGER_CACHE_SECONDS = 60
SHORTEST_TOKEN = 22  # 128 bits in base64; `/start ask` comes from our own button and claims nothing

KINDS = {
    TelegramChat.PRIVATE: ChatKind.PRIVATE,
    TelegramChat.GROUP: ChatKind.GROUP,
    TelegramChat.SUPERGROUP: ChatKind.GROUP,
    TelegramChat.CHANNEL: ChatKind.CHANNEL,
}


async def check(update: Update, context: Context) -> None:
    """Put the caller into the context, or stop the update here."""
    user = update.effective_user
    house = context.house
    person = await recognise(user.id, user.full_name, house.allowed_users) if user else None
    if user is not None and (person is None or _is_in_anothers_chat(update, user)):
        await _meet_stranger(update, context, user)
        raise ApplicationHandlerStop
    await _let_in(update, context, person)
    if person is not None:
        await _note_member(update, context, person)
    if person is None and not await _is_admitted(context):
        raise ApplicationHandlerStop


async def _note_member(update: Update, context: Context, person: Person) -> None:
    """Whoever writes in a group is in it, unless what is written is that they leave."""
    chat, message = context.caller.chat, update.effective_message
    if chat.kind is ChatKind.GROUP and message is not None and message.left_chat_member is None:
        await note_member(chat.id, person.id, context.house.ports.clock())


def _is_in_anothers_chat(update: Update, user: User) -> bool:
    """Telegram shows nobody another person's private chat; should it ever, that library is still not theirs."""
    chat = update.effective_chat
    return chat is not None and chat.type == TelegramChat.PRIVATE and chat.id != user.id


async def _meet_stranger(update: Update, context: Context, user: User) -> None:
    """Let in whoever opens an unused claim link or invitation; turn everybody else away."""
    token, house = _read_token(update), context.house
    person = await claim(token, user.id, user.full_name, house.ports, house.allowed_users) if token else None
    if person is None:
        await _turn_away(update, context, user, has_token=bool(token))
        return
    await _let_in(update, context, person)
    translator = context.caller.translator
    welcome = Welcome.CLAIMED if person.role is Role.OWNER else Welcome.LET_IN
    await context.answer(render_start(welcome, translator, bot_name=context.bot.username))


def _read_token(update: Update) -> str:
    """The token of a claim link: `/start TOKEN` in a private chat."""
    message = update.message
    words = (message.text or "").split() if message and message.chat.type == TelegramChat.PRIVATE else []
    is_claim = len(words) == 2 and words[0] == "/start" and len(words[1]) >= SHORTEST_TOKEN
    return words[1] if is_claim else ""


async def _let_in(update: Update, context: Context, person: Person | None) -> None:
    chat = await _get_library(update)
    user = update.effective_user
    locale = resolve_locale(chat.language or (user.language_code if user else None))
    context.caller = Caller(person, chat, get_translator(locale), target_of(update, locale))


async def _get_library(update: Update) -> Chat:
    """The library that this update is about: its chat's; for inline queries that of the person's private chat."""
    chat, user = update.effective_chat, update.effective_user
    if chat is not None:
        return await get_or_create_chat(chat.id, KINDS[chat.type], chat.title or chat.full_name or "")
    if user is None:
        raise ApplicationHandlerStop
    return await get_or_create_chat(user.id, ChatKind.PRIVATE, user.full_name)


async def _is_admitted(context: Context) -> bool:
    """Whether a channel is one that an allowed person runs: its posts name nobody."""
    chat = context.caller.chat
    if chat.kind is not ChatKind.CHANNEL or chat.admitted:
        return chat.admitted
    try:
        administrators = await context.bot.get_chat_administrators(chat.telegram_id)
    except TelegramError as error:
        log.info("administrators not told", extra={"chat": chat.telegram_id, "reason": error.message})
        return False
    for administrator in administrators:
        if await recognise(administrator.user.id, administrator.user.full_name, context.house.allowed_users):
            await admit_chat(chat)
            return True
    return False


async def _turn_away(update: Update, context: Context, user: User, *, has_token: bool) -> None:
    """Tell a stranger once a day, and only where they speak to the bot alone."""
    translator = get_translator(resolve_locale(user.language_code))
    if update.callback_query is not None:
        await update.callback_query.answer(inline_prompt(translator, is_known=False), show_alert=True)
    elif update.inline_query is not None:
        button = InlineQueryResultsButton(inline_prompt(translator, is_known=False), start_parameter="ask")
        await update.inline_query.answer([], cache_time=STRANGER_CACHE_SECONDS, is_personal=True, button=button)
    elif update.message is not None and update.message.chat.type == TelegramChat.PRIVATE:
        await _tell(update, context, user, has_token=has_token)


async def _tell(update: Update, context: Context, user: User, *, has_token: bool) -> None:
    """Ask the owner about a stranger who has written, and tell the stranger what that means for them."""
    house, translator = context.house, get_translator(resolve_locale(user.language_code))
    stranger = await meet_stranger(user.id, user.full_name, house.ports)
    if stranger is None:
        return
    if has_token:
        text = render_start(Welcome.CLAIM_FAILED, translator)
    else:
        text = render_stranger(user.id, translator, is_asked=await ask_owner(stranger, context))
    try:
        await house.messenger.say(target_of(update, ""), text)
    except MessengerError as error:
        log.info("stranger not told", extra={"reason": str(error)})
