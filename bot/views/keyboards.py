"""Rows of buttons, and which of them Telegram would take."""

import re
from ipaddress import IPv6Address
from urllib.parse import urlsplit

from bot.callbacks import (
    AddTag,
    AskEvidence,
    Callback,
    CaptureAs,
    Changes,
    Delete,
    FullPage,
    ListKind,
    Look,
    More,
    Page,
    Pdf,
    Recapture,
    Restore,
    Retry,
    Versions,
    WatchEvery,
    encode,
    fits,
)
from bot.i18n import Translator
from bot.replies import Button, Keyboard
from bot.services.cards import SnapshotCard
from bot.views.errors import HOPELESS
from bot.views.html import cut
from bot.views.tags import hashtag

MAX_COPY = 256  # Bot API, CopyTextButton.text
TAG_UNITS = 20  # three stand in one row of a telephone
MAX_INLINE_QUERY = 256  # Bot API, InlineQuery.query
KEPT = frozenset({"complete", "partial"})
CONTENT_LABELS = frozenset({"", "ok", "not_html"})  # nothing went wrong: again, rather than another try
_HOST = re.compile(r"[^\s/?#@\\\[\]]*\.[^\s/?#@\\\[\]]*")


def is_button_url(url: str) -> bool:
    """Whether Telegram takes an address as a button: a web address whose host has a dot, or is IPv6."""
    if any(character.isspace() or not character.isprintable() for character in url):
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if ":" in host:
            return parts.scheme in {"http", "https"} and bool(IPv6Address(host)) and port != 0
    except ValueError:
        return False
    is_named = bool(_HOST.fullmatch(host)) and host.rstrip(".") != "localhost"
    return parts.scheme in {"http", "https"} and is_named and port != 0


def callback_button(text: str, callback: Callback) -> Button:
    """Return a button that tells us something."""
    return Button(text, callback=encode(callback))


def rows(*candidates: tuple[Button | None, ...]) -> Keyboard:
    """Return a keyboard without the buttons and rows that are empty."""
    filled = (tuple(button for button in row if button is not None) for row in candidates)
    return tuple(row for row in filled if row)


def card_keyboard(card: SnapshotCard, tr: Translator, *, is_known: bool = False, is_open: bool = False) -> Keyboard:
    """Return the buttons below a finished answer; the second row only for whoever owns the link.

    What is wanted less often stands behind `⋯`, and in its place once that was tapped.
    """
    return rows(
        (open_button(card.permalink, tr), copy_button(card.permalink, tr), _full_page_button(card, tr)),
        _suggestions(card),
        (_pdf_button(card, tr), _again_button(card, tr, is_known=is_known), _delete_button(card, tr)),
        (_changes_button(card, tr), None if is_open else _more_button(card)),
        (_other_view_button(card, tr), _evidence_button(card, tr)),
        *(_more_rows(card, tr) if is_open else ()),
    )


def _more_button(card: SnapshotCard) -> Button | None:
    is_hopeless = card.status == "failed" and card.error in HOPELESS
    return callback_button("⋯", More(card.permalink_id)) if card.link_id and not is_hopeless else None


def _more_rows(card: SnapshotCard, tr: Translator) -> tuple[tuple[Button | None, ...], ...]:
    """What stands behind `⋯`."""
    has_more = len(card.versions) > 1
    return (
        watch_row(card.link_id, tr),
        (callback_button(tr.text("button.versions"), Versions(card.link_id, 0)) if has_more else None,),
    )


def watch_row(link_id: int, tr: Translator) -> tuple[Button, ...]:
    """Return the two paces at which a link can be watched."""
    return (
        callback_button(tr.text("button.watch_daily"), WatchEvery(link_id, 1)),
        callback_button(tr.text("button.watch_weekly"), WatchEvery(link_id, 7)),
    )


def open_button(permalink: str, tr: Translator) -> Button | None:
    """Return the button that opens a permalink, where Telegram takes it."""
    return Button(tr.text("button.open"), url=permalink) if is_button_url(permalink) else None


def copy_button(permalink: str, tr: Translator) -> Button | None:
    """Return the button that copies a permalink, where it is not too long."""
    return Button(tr.text("button.copy"), copy_text=permalink) if 0 < len(permalink) <= MAX_COPY else None


def inline_button(query: str, tr: Translator) -> Button | None:
    """Return the button that goes on in the inline search, with pictures."""
    return Button(tr.text("button.inline"), inline_query=query) if len(query) <= MAX_INLINE_QUERY else None


def undo_keyboard(link_id: int, tr: Translator) -> Keyboard:
    """Return the button that brings a deleted link back."""
    return ((callback_button(tr.text("button.undo"), Restore(link_id)),),)


def page_row(kind: ListKind, page: int, pages: int) -> tuple[Button | None, ...]:
    """Return `‹ 2/7 ›`; the number in the middle loads its page again."""
    if pages <= 1:
        return ()
    page = min(page, pages - 1)  # links may have been deleted since the button was made
    return (
        callback_button("‹", Page(kind, page - 1)) if page > 0 else None,
        callback_button(f"{page + 1}/{pages}", Page(kind, page)),
        callback_button("›", Page(kind, page + 1)) if page + 1 < pages else None,
    )


def _suggestions(card: SnapshotCard) -> tuple[Button | None, ...]:
    """Tags of one tap; those that a button cannot carry are left out."""
    if not card.link_id:
        return ()
    adding = [(name, AddTag(card.link_id, name)) for name in card.suggested]
    return tuple(
        callback_button(f"+ {cut(hashtag(name), TAG_UNITS)}", callback) for name, callback in adding if fits(callback)
    )


def _full_page_button(card: SnapshotCard, tr: Translator) -> Button | None:
    """Only where the picture in the chat is not the whole of it."""
    whole, shown = card.artifact("screenshot"), card.artifact("photo")
    if not (whole and shown and whole.width and whole.height and shown.width and shown.height):
        return None
    is_cut = whole.height * shown.width > shown.height * whole.width * 1.01  # scaling rounds
    return callback_button(tr.text("button.full_page"), FullPage(card.permalink_id)) if is_cut else None


def _pdf_button(card: SnapshotCard, tr: Translator) -> Button | None:
    """Where there is a PDF, or will be in a moment; only in the chat that owns the link."""
    is_there = card.artifact("pdf") is not None or "pdf" in card.pending
    return callback_button(tr.text("button.pdf"), Pdf(card.permalink_id)) if is_there and card.link_id else None


def _changes_button(card: SnapshotCard, tr: Translator) -> Button | None:
    """Where an earlier version was kept, too; only in the chat that owns the link."""
    has_before = any(one.version < card.version and one.status in KEPT for one in card.versions)
    if not (has_before and card.link_id and card.status in KEPT):
        return None
    return callback_button(tr.text("button.changes"), Changes(card.permalink_id))


def _again_button(card: SnapshotCard, tr: Translator, *, is_known: bool) -> Button | None:
    if not card.link_id or (card.status == "failed" and card.error in HOPELESS):
        return None
    if is_known or (card.status != "failed" and card.label in CONTENT_LABELS):
        return callback_button(tr.text("button.capture_again"), Recapture(card.link_id))
    return callback_button(tr.text("button.try_again"), Retry(card.link_id))


def can_be_witnessed(card: SnapshotCard) -> bool:
    """Whether a person may well see what we could not."""
    is_hopeless = card.status == "failed" and card.error in HOPELESS
    return bool(card.link_id) and not is_hopeless and (card.status == "failed" or card.label not in CONTENT_LABELS)


def _other_view_button(card: SnapshotCard, tr: Translator) -> Button | None:
    """Sites that turn a desktop away sometimes let a phone in."""
    if not can_be_witnessed(card):
        return None
    look = Look.DESKTOP if card.view.is_phone else Look.PHONE
    return callback_button(tr.text(f"button.view_{look}"), CaptureAs(card.link_id, look))


def _evidence_button(card: SnapshotCard, tr: Translator) -> Button | None:
    is_wanted = can_be_witnessed(card) and not any(artifact.from_person for artifact in card.artifacts)
    return callback_button(tr.text("button.evidence"), AskEvidence(card.link_id)) if is_wanted else None


def _delete_button(card: SnapshotCard, tr: Translator) -> Button | None:
    return callback_button(tr.text("button.delete"), Delete(card.link_id)) if card.link_id else None
