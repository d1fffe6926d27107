"""What is said about feeds: a new one, and the list of them."""

from collections.abc import Sequence

from bot.callbacks import DropFeed
from bot.i18n import Translator
from bot.replies import Reply
from bot.services.feeding import FeedCard
from bot.views.html import clean, cut, escape, join_lines, say
from bot.views.keyboards import callback_button, rows

LISTED = 15
QUERY_UNITS = 120
BUTTONS_A_ROW = 5


def render_feed(feed: FeedCard, tr: Translator) -> Reply:
    """Return a new feed's addresses, and the way to take it back."""
    key = "feed.published" if feed.is_public else "feed.made"
    text = join_lines(say(tr, key), _name(feed, tr), escape(feed.page), escape(feed.atom))
    return Reply(text, rows((callback_button(tr.text("button.take_back"), DropFeed(feed.feed_id)),)))


def render_feeds(feeds: Sequence[FeedCard], tr: Translator, *, are_secret_shown: bool) -> Reply:
    """Return what can be read, each with a button that takes it back; secret addresses in private only."""
    if not feeds:
        return Reply(say(tr, "feed.none_html"))
    shown = feeds[:LISTED]
    lines = [say(tr, "feed.list")]
    for place, feed in enumerate(shown, 1):
        address = feed.atom if feed.is_public or are_secret_shown else ""
        lines.append(join_lines(f"{place}. {_name(feed, tr)}", escape(feed.page), escape(address)))
    backs = [callback_button(f"✖️ {place}", DropFeed(one.feed_id)) for place, one in enumerate(shown, 1)]
    keyboard = (tuple(backs[first : first + BUTTONS_A_ROW]) for first in range(0, len(backs), BUTTONS_A_ROW))
    return Reply("\n\n".join(lines), tuple(keyboard))


def _name(feed: FeedCard, tr: Translator) -> str:
    query = escape(cut(clean(feed.query), QUERY_UNITS)) or say(tr, "feed.all")
    return f"{query} · {say(tr, 'feed.public' if feed.is_public else 'feed.secret')}"
