"""/feed makes a secret Atom feed of a query, /publish a public page of a tag; /feeds lists and takes back both."""

from telegram import Message, Update

from bot.handlers.context import Context
from bot.handlers.find import read_words
from bot.replies import Reply
from bot.services.feeding import end_feed, make_feed, publish_tag, show_feeds
from bot.views.feeds import render_feed, render_feeds
from bot.views.html import say
from models.tables import ChatKind


async def offer_feed(update: Update, context: Context) -> None:
    """Answer /feed words #tag; in a group everybody could read its address."""
    caller = context.caller
    if caller.chat.kind is not ChatKind.PRIVATE:
        await context.answer(Reply(say(caller.translator, "feed.only_in_private")))
        return
    feed = await make_feed(caller.chat.id, read_words(update), context.house.ports)
    await context.answer(render_feed(feed, caller.translator))


async def publish(update: Update, context: Context) -> None:
    """Answer /publish #tag."""
    caller, name = context.caller, read_words(update)
    if not name:
        await context.answer(Reply(say(caller.translator, "feed.publish_how_html")))
        return
    feed = await publish_tag(caller.chat.id, name, context.house.ports)
    await context.answer(render_feed(feed, caller.translator))


async def list_feeds(_update: Update, context: Context) -> None:
    """Answer /feeds."""
    await context.answer(await _build_list(context))


async def end_by_button(feed_id: int, message: Message, context: Context) -> None:
    """End one of this chat's feeds; the message says what is left."""
    await end_feed(context.caller.chat.id, feed_id)
    await context.house.messenger.rewrite(message.chat_id, message.message_id, await _build_list(context))


async def _build_list(context: Context) -> Reply:
    caller = context.caller
    feeds = await show_feeds(caller.chat.id, context.house.ports)
    are_secret_shown = caller.chat.kind is ChatKind.PRIVATE
    return render_feeds(feeds, caller.translator, are_secret_shown=are_secret_shown)
