"""Who may come in: the owner is asked when a stranger knocks; /users lists people, /invite lets one in by a link."""

import logging

from telegram import Message, Update

from bot.callbacks import Admit, TurnAway
from bot.errors import MessengerError
from bot.handlers.context import Context
from bot.i18n import get_translator, resolve_locale
from bot.replies import Reply
from bot.services.knocking import find_asked, invite, let_in, list_users, turn_away
from bot.services.ports import Target
from bot.services.wiping import is_own
from bot.views.html import say
from bot.views.people import render_decided, render_invite, render_knock, render_users
from bot.views.texts import Welcome, render_start
from models.chats import find_chat
from models.errors import NotFound
from models.tables import Person, Role

log = logging.getLogger(__name__)


async def ask_owner(stranger: Person, context: Context) -> bool:
    """Ask the owner whether a stranger may come in; False where they were not asked."""
    house = context.house
    owner = await find_asked(stranger, house.ports)
    if owner is None:
        return False
    library = await find_chat(owner.telegram_id)
    translator = get_translator(resolve_locale(library.language if library else ""))
    try:
        await house.messenger.say(Target(owner.telegram_id), render_knock(stranger, translator))
    except MessengerError as error:
        log.info("owner not asked", extra={"reason": str(error)})
        return False
    return True


async def show_users(_update: Update, context: Context) -> None:
    """Answer /users."""
    translator = context.caller.translator
    if not _is_owner_at_home(context):
        await context.answer(Reply(say(translator, "users.only_owner")))
        return
    people = await list_users(context.caller.person, context.house.allowed_users)
    await context.answer(render_users(people, translator))


async def offer_invite(_update: Update, context: Context) -> None:
    """Answer /invite."""
    translator = context.caller.translator
    if not _is_owner_at_home(context):
        await context.answer(Reply(say(translator, "users.only_owner")))
        return
    token = await invite(context.caller.person, context.house.ports)
    await context.answer(render_invite(f"https://t.me/{context.bot.username}?start={token}", translator))


async def decide(callback: Admit | TurnAway, message: Message, context: Context) -> None:
    """Do what an owner's button says, and let the question say it; raise `NotFound` for anybody else's."""
    if not _is_owner_at_home(context):
        raise NotFound("people are let in by the owner, in private")
    caller, house = context.caller, context.house
    match callback:
        case Admit(person_id):
            person = await let_in(person_id, caller.person)
            await _welcome(person, context)
        case TurnAway(person_id):
            person = await turn_away(person_id, caller.person)
    await house.messenger.rewrite(message.chat_id, message.message_id, render_decided(person, caller.translator))


async def _welcome(person: Person, context: Context) -> None:
    """Tell a guest that they may come in, as far as they can be told."""
    greeting = render_start(Welcome.LET_IN, context.caller.translator, bot_name=context.bot.username)
    try:
        await context.house.messenger.say(Target(person.telegram_id), greeting)
    except MessengerError as error:
        log.info("guest not told", extra={"reason": str(error)})


def _is_owner_at_home(context: Context) -> bool:
    person = context.caller.person
    return person is not None and person.role is Role.OWNER and is_own(context.caller.chat, person)
