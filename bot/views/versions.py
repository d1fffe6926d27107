"""The versions of a link, page by page, each with its permalink."""

from bot.callbacks import Versions
from bot.i18n import Translator
from bot.replies import Button, Reply
from bot.services.cards import SnapshotCard, VersionCard
from bot.views.cards import title_of
from bot.views.html import MAX_TEXT, Room, bold, clean, escape, join_lines
from bot.views.keyboards import callback_button, rows

PAGE_SIZE = 8
TITLE_UNITS = 160


def render_versions(card: SnapshotCard, page: int, tr: Translator) -> Reply:
    """Return one page of a link's versions, the newest first; the last page where that one does not exist."""
    versions = sorted(card.versions, key=lambda one: -one.version)
    pages = max(1, -(-len(versions) // PAGE_SIZE))
    page = min(page, pages - 1)
    room = Room(MAX_TEXT)
    head = f"🕰 {tr.text('versions.count', count=len(versions))}"
    title = room.take(title_of(card), TITLE_UNITS)
    shown = versions[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [_line(one, tr) for one in shown]
    return Reply(
        "\n\n".join([join_lines(escape(head), bold(title)), *lines]),
        rows(_page_row(card.link_id, page, pages)),
    )


def _line(one: VersionCard, tr: Translator) -> str:
    when = tr.date_time(one.captured_at) if one.captured_at else tr.text(f"versions.{_state(one)}")
    return escape(f"{one.version}. {when}\n{clean(one.permalink)}")


def _state(one: VersionCard) -> str:
    return "failed" if one.status == "failed" else "waiting"


def _page_row(link_id: int, page: int, pages: int) -> tuple[Button | None, ...]:
    if pages <= 1:
        return ()
    return (
        callback_button("‹", Versions(link_id, page - 1)) if page > 0 else None,
        callback_button(f"{page + 1}/{pages}", Versions(link_id, page)),
        callback_button("›", Versions(link_id, page + 1)) if page + 1 < pages else None,
    )
