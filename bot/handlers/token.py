"""/token: a secret for one's own scripts, shown once. /tokens lists and revokes them. In private only."""

from telegram import Message, Update

from bot.handlers.context import Context
from bot.handlers.find import read_words
from bot.replies import Reply
from bot.services.calling import make_token, revoke_token, show_tokens
from bot.services.wiping import is_own
from bot.views.html import clean, say
from bot.views.tokens import render_token, render_tokens
from models.errors import NotFound
from models.tables import Person


async def offer_token(update: Update, context: Context) -> None:
    """Answer /token, with or without a name for it."""
    person, ports = _person_in_private(context), context.house.ports
    if person is None:
        await context.answer(Reply(say(context.caller.translator, "token.only_in_private")))
        return
    secret = await make_token(person, clean(read_words(update)), ports)
    await context.answer(render_token(secret, f"{ports.public_url}/api/links", context.caller.translator))


async def list_tokens(_update: Update, context: Context) -> None:
    """Answer /tokens."""
    person, translator = _person_in_private(context), context.caller.translator
    if person is None:
        await context.answer(Reply(say(translator, "token.only_in_private")))
        return
    await context.answer(render_tokens(await show_tokens(person), translator))


async def revoke_by_button(token_id: int, message: Message, context: Context) -> None:
    """Revoke one of the caller's own tokens; the list says which are left."""
    person = _person_in_private(context)
    if person is None:
        raise NotFound("tokens are revoked in private")
    await revoke_token(person, token_id)
    reply = render_tokens(await show_tokens(person), context.caller.translator)
    await context.house.messenger.rewrite(message.chat_id, message.message_id, reply)


def _person_in_private(context: Context) -> Person | None:
    person = context.caller.person
    return person if person is not None and is_own(context.caller.chat, person) else None
