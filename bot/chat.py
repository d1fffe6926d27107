"""The chat's side of the house: python-telegram-bot's application with our handlers, started and stopped by us."""

import asyncio
import logging
import os
from functools import partial

from telegram import BotCommand, Update
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.calls import Count, CountingLimiter
from bot.errors import StartFailed
from bot.handlers import COMMANDS
from bot.handlers.buttons import press
from bot.handlers.context import HOUSE, Context, House, SnapkeepApplication
from bot.handlers.failures import guard, persist, report
from bot.handlers.gate import check
from bot.handlers.inline import answer_inline
from bot.handlers.leaving import note_leaving
from bot.handlers.membership import note_membership
from bot.handlers.migration import follow_group
from bot.handlers.save import read_message
from bot.i18n import DEFAULT_LOCALE, LOCALES, get_translator
from bot.intake import ALLOWED_UPDATES
from bot.messenger import UPLOAD_WITHIN
from bot.rounds import FIRST_PAUSE, lengthen
from bot.services.pacing import OWN_PACE, Pace
from bot.views.texts import describe_commands

log = logging.getLogger(__name__)

CONNECTIONS = 64
POOL_SECONDS = 15.0
ANSWER_SECONDS = 20.0  # Telegram works on a picture before it answers
COMMAND_KEYS = tuple((command.name, f"command.{command.name}") for command in COMMANDS)


def read_bot_id(token: str) -> int:
    """The bot's own number, which is the first part of its token."""
    number, separator, secret = token.partition(":")
    if not (separator and secret and number.isascii() and number.isdecimal()):
        raise StartFailed("SNAPKEEP_TELEGRAM_TOKEN: expected the token as @BotFather gave it, such as 123456:ABC-DEF")
    return int(number)


def _count_nothing(_method: str, _code: str) -> None:
    """Where nobody looks at the figures."""


def build_application(
    token: str, api_root: str, count: Count = _count_nothing, pace: Pace = OWN_PACE
) -> SnapkeepApplication:
    """Return the application with every handler in its place, not started; `count` hears of every answer."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's form of pauses to come; else it warns at each
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_root}/bot")
        .base_file_url(f"{api_root}/file/bot")
        .context_types(ContextTypes(context=Context))
        .rate_limiter(CountingLimiter(count, pace))
        .read_timeout(ANSWER_SECONDS)
        .media_write_timeout(UPLOAD_WITHIN)
        .connection_pool_size(CONNECTIONS)
        .pool_timeout(POOL_SECONDS)
        .get_updates_connection_pool_size(2)
        .updater(None)
        .job_queue(None)
        .build()
    )
    add_handlers(application)
    return application


def add_handlers(application: SnapkeepApplication) -> None:
    """Put the gate before everything that people do, then the commands, then what needs no command."""
    # Before the gate: whoever turned the group into a supergroup need not be one of ours.
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, persist(follow_group)), group=-2)
    application.add_handler(MessageHandler(filters.StatusUpdate.LEFT_CHAT_MEMBER, persist(note_leaving)), group=-2)
    application.add_handler(TypeHandler(Update, persist(check)), group=-1)
    for command in COMMANDS:
        application.add_handler(CommandHandler(command.name, guard(command.handler), filters.UpdateType.MESSAGE))
    application.add_handler(CallbackQueryHandler(guard(press)))
    application.add_handler(InlineQueryHandler(guard(answer_inline)))
    application.add_handler(ChatMemberHandler(guard(note_membership), ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.ALL, guard(read_message)))
    application.add_error_handler(partial(report))


async def open_application(application: SnapkeepApplication, house: House) -> None:
    """Log in and publish the menu; an outage is waited out, a wrong token is `StartFailed`."""
    application.bot_data[HOUSE] = house
    await log_in(application)
    await publish_commands(application)


async def log_in(application: SnapkeepApplication) -> None:
    """Ask Telegram who we are; an outage is waited out, a wrong token is `StartFailed`."""
    pause = FIRST_PAUSE
    while True:
        try:
            await application.initialize()
            break
        except InvalidToken as error:
            await application.bot.request.shutdown()  # which the library leaves open when the first question fails
            raise StartFailed(
                "SNAPKEEP_TELEGRAM_TOKEN: Telegram does not know this token; ask @BotFather for it with /token"
            ) from error
        except TelegramError as error:
            log.warning("Telegram cannot be reached, again in %.0f s: %s", pause, error.message)
            await asyncio.sleep(pause)
            pause = lengthen(pause)


async def set_way_in(bot: ExtBot[int], webhook_url: str, secret: str) -> None:
    """Have updates brought to the webhook, or waited for; Telegram refuses the one while it does the other."""
    pause = FIRST_PAUSE
    while True:
        try:
            if webhook_url:
                await bot.set_webhook(webhook_url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
            else:
                await bot.delete_webhook()
        except BadRequest as error:
            raise StartFailed(f"SNAPKEEP_WEBHOOK_URL: Telegram does not take it: {error.message}") from error
        except TelegramError as error:
            log.warning("webhook not set, again in %.0f s: %s", pause, error.message)
            await asyncio.sleep(pause)
            pause = lengthen(pause)
        else:
            return


async def publish_commands(application: SnapkeepApplication) -> None:
    """Tell Telegram the menu in every language; without it everything works all the same."""
    try:
        for locale in LOCALES:
            menu = [BotCommand(*line) for line in describe_commands(COMMAND_KEYS, get_translator(locale))]
            code = "" if locale == DEFAULT_LOCALE else locale.partition("-")[0]
            await application.bot.set_my_commands(menu, language_code=code or None)
    except RetryAfter as error:
        log.info("menu not published: %s", error.message)
    except TelegramError as error:
        log.warning("menu not published: %s", error.message)
