"""Inline search: `@bot words #tag` in any chat finds in the person's own library."""

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode

from bot.handlers.context import Context
from bot.messenger import NO_PREVIEW, build_markup
from bot.parsing.query import parse_query
from bot.services.cards import FoundLink, FoundPage
from bot.services.finding import find, recent
from bot.views.inline import inline_prompt, render_inline

PAGE_SIZE = 20
CACHE_SECONDS = 5  # long enough while somebody types, short enough to find what was just saved
START_PARAMETER = "inline"

Result = InlineQueryResultCachedPhoto | InlineQueryResultArticle


async def answer_inline(update: Update, context: Context) -> None:
    """Answer with photos where Telegram has them, with articles otherwise; the newest for an empty query."""
    inline_query = update.inline_query
    if inline_query is None:
        return
    found = await _search(inline_query.query, _read_offset(inline_query.offset), context)
    more = found.page + 1 < found.pages
    prompt = inline_prompt(context.caller.translator, is_known=True)
    await inline_query.answer(
        [_build_result(hit, context) for hit in found.hits],
        cache_time=CACHE_SECONDS,
        is_personal=True,
        next_offset=str(found.page + 1) if more else "",
        button=None if found.hits else InlineQueryResultsButton(prompt, start_parameter=START_PARAMETER),
    )


async def _search(text: str, page: int, context: Context) -> FoundPage:
    ports = context.house.ports
    chat_id = context.caller.chat.id
    if not text.strip():
        return await recent(chat_id, page, ports.public_url, bot_id=ports.bot_id, page_size=PAGE_SIZE)
    query = parse_query(text, ports.clock().date()).query
    return await find(chat_id, query, page, ports.public_url, bot_id=ports.bot_id, page_size=PAGE_SIZE)


def _read_offset(offset: str) -> int:
    return int(offset) if offset.isascii() and offset.isdecimal() and len(offset) < 6 else 0


def _build_result(hit: FoundLink, context: Context) -> Result:
    entry = render_inline(hit, context.caller.translator, now=context.house.ports.clock())
    result_id = hit.permalink.rpartition("/")[2]  # at most 64 bytes, which a file id is not
    markup = build_markup(entry.message.keyboard)
    if hit.photo_file_id:
        return InlineQueryResultCachedPhoto(
            result_id,
            hit.photo_file_id,
            title=entry.title,
            description=entry.description,
            caption=entry.message.html,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
        )
    content = InputTextMessageContent(entry.message.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(result_id, entry.title, content, description=entry.description, reply_markup=markup)
