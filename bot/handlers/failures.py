"""When a handler fails: the log gets the cause, the person one sentence."""

import logging
from functools import partial, wraps

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.errors import InvalidRequest, MessengerError
from bot.handlers.context import Caller, Context, Handler
from bot.rounds import insist
from bot.views.errors import error_text, render_error
from models.errors import ModelError

log = logging.getLogger(__name__)

LINE_TROUBLE = (MessengerError, NetworkError, RetryAfter, Forbidden)  # nobody can be told now


def guard(handler: Handler) -> Handler:
    """Return a handler whose failures are told to its caller; a lost database is waited for, and asked again."""

    persistent = persist(handler)

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        try:
            await persistent(update, context)
        except Exception as error:  # noqa: BLE001 - a door: python-telegram-bot's own one has no caller any more
            context.error = error
            await report(update, context)

    return guarded


def persist(handler: Handler) -> Handler:
    """Return a handler that waits for a lost database; whatever else fails is its caller's business."""

    @wraps(handler)
    async def persistent(update: Update, context: Context) -> None:
        await insist(partial(handler, update, context))

    return persistent


async def report(update: object, context: Context) -> None:
    """Say what happened: the log gets it all, the caller a sentence; where the gate failed, there is no caller."""
    error = context.error
    if _is_late(error) or (isinstance(error, LINE_TROUBLE) and not isinstance(error, BadRequest)):
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
            await _tell(update, context, code, **values)
        except (MessengerError, TelegramError):
            log.warning("failure not told", exc_info=True)


async def _tell(update: Update, context: Context, code: str, **values: str | int) -> None:
    """Say one sentence: above the chat to whoever tapped a button, else as an answer."""
    translator = context.caller.translator
    if update.callback_query is not None:
        await update.callback_query.answer(error_text(code, translator, **values), show_alert=True)
    else:
        await context.answer(render_error(code, translator, **values))


def _is_late(error: Exception | None) -> bool:
    """A button or an inline query that was answered too late, or twice: nobody waits for it any more."""
    return isinstance(error, BadRequest) and error.message.casefold().startswith("query is too old")


def _update_id(update: object) -> int:
    return update.update_id if isinstance(update, Update) else 0
