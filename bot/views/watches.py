"""What is said of watches: that one has begun or ended, and which there are."""

from bot.callbacks import ListKind, WatchEvery
from bot.i18n import Translator
from bot.replies import Button, Reply
from bot.services.cards import WatchedLink, WatchPage
from bot.views.addresses import host_of, short_address
from bot.views.html import MAX_TEXT, Room, bold, clean, escape, join_lines, say
from bot.views.keyboards import callback_button, page_row, rows, watch_row

TITLE_UNITS = 160
STOPS_A_ROW = 4


def render_watch_begun(title: str, link_id: int, days: int, tr: Translator) -> Reply:
    """Return the answer when a watch begins, with the other pace and the end."""
    others = [button for button in watch_row(link_id, tr) if not button.callback.endswith(f":{days}")]
    stop = callback_button(tr.text("button.stop_watching"), WatchEvery(link_id, 0))
    name = Room(MAX_TEXT).take(clean(title), TITLE_UNITS)
    return Reply(join_lines(bold(name), say(tr, "watch.begun", pace=_pace(days, tr))), ((*others, stop),))


def render_watch_ended(title: str, link_id: int, tr: Translator) -> Reply:
    """Return the answer when a watch ends, and the way back."""
    name = Room(MAX_TEXT).take(clean(title), TITLE_UNITS)
    return Reply(join_lines(bold(name), say(tr, "watch.stopped")), (watch_row(link_id, tr),))


def render_watches(page: WatchPage, tr: Translator) -> Reply:
    """Return a page of what a chat watches, each with the button that ends it."""
    if not page.total:
        return Reply(say(tr, "watch.none"))
    first = page.page * page.page_size + 1
    room = Room(MAX_TEXT)
    numbered = list(enumerate(page.watches, first))
    lines = [_line(number, one, room, tr) for number, one in numbered]
    stops = [callback_button(f"✖️ {number}", WatchEvery(one.link_id, 0)) for number, one in numbered]
    head = say(tr, "watch.list", count=page.total)
    keyboard = rows(*_in_rows(stops), page_row(ListKind.WATCHES, page.page, page.pages))
    return Reply("\n\n".join([head, *lines]), keyboard)


def _line(number: int, one: WatchedLink, room: Room, tr: Translator) -> str:
    title = room.take(clean(one.title) or short_address(one.url), TITLE_UNITS)
    pace = _pace(one.days, tr)
    gone = tr.text("watch.gone") if one.is_gone else ""
    facts = (host_of(one.url)[:80], pace, tr.text("watch.next", when=tr.date_time(one.next_at)), gone)
    return join_lines(f"{number}. {bold(title)}", escape(" · ".join(fact for fact in facts if fact)))


def _pace(days: int, tr: Translator) -> str:
    return tr.text("watch.daily" if days == 1 else "watch.weekly")


def _in_rows(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + STOPS_A_ROW]) for start in range(0, len(buttons), STOPS_A_ROW)]
