"""What is said when a permalink becomes private or open, or is given up for another."""

from bot.i18n import Translator
from bot.replies import Reply
from bot.services.cards import SnapshotCard
from bot.views.cards import title_of
from bot.views.html import bold, clean, cut, escape, join_lines, say
from bot.views.keyboards import copy_button, open_button, rows

TITLE_UNITS = 80


def render_privacy(card: SnapshotCard, tr: Translator) -> Reply:
    """Return for whom a permalink opens now."""
    return _about(card, "private.on" if card.is_private else "private.off", tr)


def render_renewed(card: SnapshotCard, tr: Translator) -> Reply:
    """Return the new permalink."""
    return _about(card, "private.renewed", tr)


def _about(card: SnapshotCard, key: str, tr: Translator) -> Reply:
    text = join_lines(bold(cut(title_of(card), TITLE_UNITS)), say(tr, key), escape(clean(card.permalink)))
    return Reply(text, rows((open_button(card.permalink, tr), copy_button(card.permalink, tr))))
