"""One link's message: what it is waiting for, and the caption that it becomes."""

from datetime import datetime

from bot.i18n import Translator
from bot.replies import Reply
from bot.services.cards import Origin, ProgressCard, SnapshotCard
from bot.views.addresses import host_of, short_address
from bot.views.html import (
    MAX_CAPTION,
    Room,
    bold,
    clean,
    escape,
    join_lines,
    quotation,
    say,
)
from bot.views.keyboards import card_keyboard
from bot.views.labels import evidence_text, missing_text, warning_of
from bot.views.tags import hashtags

STEPS = ("opening", "settling", "picture", "no_room")
ANNOUNCED = ("news_changed", "news_died", "news_back", "news_ended")
TITLE_UNITS = 240
TITLE_GRAPHEMES = 120
LINE_UNITS = 160
TAGS_UNITS = 200
NOTE_UNITS = 240
EXCERPT_UNITS = 400
EXCERPT_ROOM = 80  # below this an excerpt is not worth its place


def render_progress(progress: ProgressCard, tr: Translator) -> Reply:
    """Return the acknowledgement: the place in the queue, or the step the capture is at."""
    site = host_of(progress.url) or short_address(progress.url)
    if progress.step in STEPS or progress.step in ANNOUNCED:
        return Reply(say(tr, f"progress.{progress.step}", site=site))
    if progress.place > 0:
        return Reply(say(tr, "progress.queued", site=site, place=progress.place))
    return Reply(say(tr, "progress.waiting", site=site))


def render_card(card: SnapshotCard, tr: Translator, *, now: datetime) -> Reply:  # noqa: ARG001 - as its sibling's
    """Return the caption of a finished snapshot, a failed one included, with its buttons.

    A caption stays as it is for years, so the times in it are absolute.
    """
    return Reply(_caption(card, tr), card_keyboard(card, tr))


def render_known_card(card: SnapshotCard, tr: Translator, *, now: datetime) -> Reply:
    """Return the answer to a link that is kept already: since when, by whom, how often."""
    return Reply(_caption(card, tr, known_line(card, tr, now)), card_keyboard(card, tr, is_known=True))


def known_line(card: SnapshotCard, tr: Translator, now: datetime) -> str:
    """Return "saved 3 days ago by Ann, 2 versions" as plain text."""
    when = tr.moment(card.saved_at or card.queued_at, now)
    who = clean(card.saved_by)
    versions = max(len(card.versions), 1)
    saved = tr.text("known.saved_by", when=when, name=who) if who else tr.text("known.saved", when=when)
    return f"🔖 {saved}" + (tr.text("known.versions", count=versions) if versions > 1 else "")


def title_of(card: SnapshotCard) -> str:
    """Return what the page is called, else its address."""
    return clean(card.title) or short_address(card.final_url or card.url)


def _caption(card: SnapshotCard, tr: Translator, headline: str = "") -> str:
    """Choose the lines by importance, then set them in their order."""
    room = Room(MAX_CAPTION)
    permalink = room.keep(f"🔒 {clean(card.permalink)}" if card.is_private else clean(card.permalink))
    headline = room.take(headline, LINE_UNITS)
    warning = room.take(warning_of(card, tr), NOTE_UNITS)
    title = room.take(title_of(card), TITLE_UNITS, TITLE_GRAPHEMES)
    facts = room.take(_facts_line(card, tr), LINE_UNITS)
    missing = missing_text(card, tr)
    missing = room.take(f"🧩 {missing}" if missing else "", LINE_UNITS)
    evidence = evidence_text(card, tr)
    evidence = room.take(f"👁 {evidence}" if evidence else "", LINE_UNITS)
    tags = room.keep(hashtags(card.tags, min(TAGS_UNITS, room.left - 1))) if card.tags else ""
    note = clean(card.note)
    note = room.take(f"📝 {note}" if note else "", NOTE_UNITS)
    origin = room.take(_origin_line(card.origin, tr), LINE_UNITS)
    excerpt = room.take(clean(card.excerpt), EXCERPT_UNITS) if room.left > EXCERPT_ROOM else ""
    texts = (facts, warning, missing, evidence, tags, note, origin, permalink)
    return join_lines(escape(headline), bold(title), *map(escape, texts), quotation(excerpt))


def _facts_line(card: SnapshotCard, tr: Translator) -> str:
    host = host_of(card.final_url) or host_of(card.url)
    site = clean(card.site)
    if site.casefold().removeprefix("www.") == host.casefold():
        site = ""
    if not clean(card.title) and not card.artifacts:
        return ""  # the title is the address already
    stored = sum(artifact.bytes for artifact in card.artifacts)
    facts = (
        site[:60],
        host,
        tr.date_time(card.captured_at) if card.captured_at else "",
        tr.size(stored) if stored else "",
    )
    return " · ".join(fact for fact in facts if fact)


def _origin_line(origin: Origin | None, tr: Translator) -> str:
    if origin is None or not clean(origin.name):
        return ""
    name = clean(origin.name)
    if origin.date is None:
        return tr.text("card.forwarded", name=name)
    return tr.text("card.forwarded_dated", name=name, date=tr.date(origin.date))
