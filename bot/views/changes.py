"""What changed between two versions, as one caption: what came, what went, and what was ignored."""

from collections.abc import Sequence

from bot.i18n import Translator
from bot.replies import Button, Keyboard, Reply
from bot.services.cards import ComparisonCard
from bot.views.addresses import short_address
from bot.views.html import MAX_CAPTION, Room, bold, clean, escape, join_lines
from bot.views.keyboards import is_button_url, rows

TITLE_UNITS = 160
SENTENCE_UNITS = 180
MOST_SENTENCES = 6  # of each kind; the page has them all


def render_changes(card: ComparisonCard, tr: Translator, headline: str = "") -> Reply:
    """Return the answer to *What changed?*; with a headline, where nobody asked."""
    room = Room(MAX_CAPTION - 40)  # what the sentences of two languages may add to what is counted
    title = room.take(clean(card.title) or short_address(card.url), TITLE_UNITS)
    if not card.is_real:
        nothing = room.keep(tr.text("changes.nothing", older=tr.date_time(card.older_at)))
        return Reply(join_lines(bold(title), escape(nothing), escape(room.take(ignored_line(card, tr), 200))))
    permalink = room.keep(clean(card.newer_permalink))
    headline = room.take(headline, 200)
    span = room.take(span_line(card, tr), 200)
    ignored = room.take(ignored_line(card, tr), 200)
    summary = room.take(summary_line(card, tr), 200)
    status = room.take(status_line(card, tr), 120)
    added = _sentences("➕", card.added, room, tr)
    removed = _sentences("➖", card.removed, room, tr)
    lines = (span, status, summary, *added, *removed, ignored, permalink)
    return Reply(join_lines(escape(headline), bold(title), *map(escape, lines)), _keyboard(card, tr))


def span_line(card: ComparisonCard, tr: Translator) -> str:
    """Return between which two moments."""
    return tr.text("changes.span", older=tr.date_time(card.older_at), newer=tr.date_time(card.newer_at))


def summary_line(card: ComparisonCard, tr: Translator) -> str:
    """Return how much changed in the picture and in words."""
    if not card.has_picture:
        return tr.text("changes.no_picture")
    return tr.text("changes.regions", count=card.regions) if card.regions else tr.text("changes.words_only")


def status_line(card: ComparisonCard, tr: Translator) -> str:
    """Return how the page answered then and now, where that differs."""
    older, newer = card.statuses
    if older == newer or older is None or newer is None:
        return ""
    return tr.text("changes.status", older=str(older), newer=str(newer))


def ignored_line(card: ComparisonCard, tr: Translator) -> str:
    """Return which kinds of noise differed; nothing where none did."""
    if not card.ignored:
        return ""
    kinds = tr.text("card.comma").join(tr.text(f"changes.noise.{kind}") for kind in card.ignored)
    return tr.text("changes.ignored", kinds=kinds)


def _sentences(mark: str, sentences: Sequence[str], room: Room, tr: Translator) -> list[str]:
    lines = [room.take(f"{mark} {clean(one)}", SENTENCE_UNITS) for one in sentences[:MOST_SENTENCES]]
    shown = [line for line in lines if line]
    rest = len(sentences) - len(shown)
    more = room.take(f"{mark} " + tr.text("changes.more", count=rest), 60) if rest else ""
    return [*shown, more] if more else shown


def _keyboard(card: ComparisonCard, tr: Translator) -> Keyboard:
    href = f"{card.newer_permalink}/changes?from={card.older_id}"
    return rows((Button(tr.text("button.open_changes"), url=href) if is_button_url(href) else None,))
