"""What is said when a page is shared, and the list of what is shared."""

from collections.abc import Sequence

from bot.callbacks import DropShare
from bot.i18n import Translator
from bot.replies import Button, Reply
from bot.services.sharing import ShareCard
from bot.views.html import bold, clean, cut, escape, join_lines, say
from bot.views.keyboards import callback_button, copy_button, open_button, rows

LISTED = 15  # in one message
TITLE_UNITS = 80
BUTTONS_A_ROW = 5


def render_share(share: ShareCard, tr: Translator) -> Reply:
    """Return the new address, and the way to take it back."""
    back = callback_button(tr.text("button.take_back"), DropShare(share.share_id))
    text = join_lines(_title(share), say(tr, "share.made", when=tr.date_time(share.expires_at)), escape(share.address))
    return Reply(text, rows((open_button(share.address, tr), copy_button(share.address, tr)), (back,)))


def render_shares(shares: Sequence[ShareCard], tr: Translator) -> Reply:
    """Return what is shared now, each with a button that takes it back."""
    if not shares:
        return Reply(say(tr, "share.none"))
    shown = shares[:LISTED]
    lines = [say(tr, "share.list"), *(_line(place, one, tr) for place, one in enumerate(shown, 1))]
    if len(shares) > LISTED:
        lines.append(say(tr, "share.more", count=len(shares) - LISTED))
    backs = [_back_button(place, one) for place, one in enumerate(shown, 1)]
    keyboard = (tuple(backs[first : first + BUTTONS_A_ROW]) for first in range(0, len(backs), BUTTONS_A_ROW))
    return Reply("\n\n".join(lines), tuple(keyboard))


def _line(place: int, share: ShareCard, tr: Translator) -> str:
    until = say(tr, "share.until", when=tr.date_time(share.expires_at))
    opens = say(tr, "share.opens", count=share.opens)
    return join_lines(f"{place}. {_title(share)}", f"{until} · {opens}", escape(share.address))


def _title(share: ShareCard) -> str:
    return bold(cut(clean(share.title), TITLE_UNITS))


def _back_button(place: int, share: ShareCard) -> Button:
    return callback_button(f"✖️ {place}", DropShare(share.share_id))
