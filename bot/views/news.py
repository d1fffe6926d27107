"""News of a watched page, as one caption: what became of it, before and after."""

from bot.callbacks import WatchEvery
from bot.i18n import Translator
from bot.replies import Button, Keyboard, Reply
from bot.services.cards import NewsCard
from bot.views.cards import title_of
from bot.views.changes import render_changes
from bot.views.html import MAX_CAPTION, Room, bold, clean, escape, join_lines
from bot.views.keyboards import callback_button, is_button_url, rows
from bot.views.labels import warning_of

TITLE_UNITS = 160
LINE_UNITS = 200


def render_news(news: NewsCard, tr: Translator) -> Reply:
    """Return what is told of a watched page."""
    headline = tr.text(f"news.{news.kind}", count=news.looks)
    if news.comparison is not None and news.comparison.is_real:
        reply = render_changes(news.comparison, tr, headline)
        return Reply(reply.html, (*reply.keyboard, *rows((watch_button(news, tr),))))
    room = Room(MAX_CAPTION)
    before, after = room.keep(_before_line(news, tr)), room.keep(_after_line(news, tr))
    headline = room.take(headline, LINE_UNITS)
    title = room.take(title_of(news.card), TITLE_UNITS)
    warning = room.take(warning_of(news.card, tr), LINE_UNITS)
    return Reply(
        join_lines(escape(headline), bold(title), *map(escape, (warning, before, after))),
        _keyboard(news, tr),
    )


def _before_line(news: NewsCard, tr: Translator) -> str:
    if news.older_at is None:
        return ""
    return tr.text("news.before", when=tr.date_time(news.older_at), permalink=clean(news.older_permalink))


def _after_line(news: NewsCard, tr: Translator) -> str:
    return tr.text("news.after", permalink=clean(news.card.permalink))


def _keyboard(news: NewsCard, tr: Translator) -> Keyboard:
    return rows(
        (
            _link(tr.text("button.before"), news.older_permalink),
            _link(tr.text("button.after"), news.card.permalink),
        ),
        (watch_button(news, tr),),
    )


def _link(text: str, url: str) -> Button | None:
    return Button(text, url=url) if is_button_url(url) else None


def watch_button(news: NewsCard, tr: Translator) -> Button:
    """Return the button that ends the watch, or where it has ended, begins it again."""
    if news.is_watched:
        return callback_button(tr.text("button.stop_watching"), WatchEvery(news.card.link_id, 0))
    return callback_button(tr.text("button.watch_daily"), WatchEvery(news.card.link_id, 1))
