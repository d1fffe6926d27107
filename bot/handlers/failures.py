"""When a handler fails: the log gets the cause, the person one sentence."""

import logging

from telegram import Update
from telegram.error import BadRequest

from bot.errors import InvalidRequest, MessengerError
from bot.handlers.context import Caller, Context
from bot.views.errors import render_error
from models.errors import ModelError

log = logging.getLogger(__name__)


async def report(update: object, context: Context) -> None:
    """Say what happened; the chat's door for every exception of a handler."""
    error = context.error
    if isinstance(error, MessengerError) or _is_late(error):
        log.warning("answer not sent", exc_info=error)
        return
    if isinstance(error, InvalidRequest):
        code, values = error.sentence, error.values
    else:
        log.error("handler failed", exc_info=error, extra={"update": _update_id(update)})
        code, values = (error.code if isinstance(error, ModelError) else "internal"), {}
    caller = getattr(context, "caller", None)
    if isinstance(update, Update) and isinstance(caller, Caller) and update.inline_query is None:
        try:
            await context.answer(render_error(code, caller.translator, **values))
        except MessengerError:
            log.warning("failure not told", exc_info=True)


def _is_late(error: Exception | None) -> bool:
    """A button or an inline query that was answered too late, or twice: nobody waits for it any more."""
    return isinstance(error, BadRequest) and error.message.casefold().startswith("query is too old")


def _update_id(update: object) -> int:
    return update.update_id if isinstance(update, Update) else 0
