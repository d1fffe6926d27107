"""/web: the library inside Telegram, and a one-time link that opens it in a browser."""

from telegram import Update

from bot.handlers.context import Context
from bot.services.signing_in import offer_sign_in
from bot.views.texts import render_sign_in
from models.tables import ChatKind


async def offer_library(_update: Update, context: Context) -> None:
    """Give the link in private; in a group everybody could open it."""
    caller, ports = context.caller, context.house.ports
    if caller.person is None or caller.chat.kind is not ChatKind.PRIVATE:
        await context.answer(render_sign_in("", "", caller.translator))
        return
    link = await offer_sign_in(caller.person, ports)
    await context.answer(render_sign_in(link, f"{ports.public_url}/app", caller.translator))
