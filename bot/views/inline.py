"""What the inline search shows of one link, and what is sent when it is picked."""

from dataclasses import dataclass
from datetime import datetime

from bot.i18n import Translator
from bot.replies import Reply
from bot.services.cards import FoundLink
from bot.views.addresses import host_of
from bot.views.html import MAX_CAPTION, Room, bold, clean, clean_part, cut, escape, join_lines
from bot.views.keyboards import open_button, rows
from bot.views.labels import mark_of
from bot.views.lists import hit_title
from bot.views.tags import hashtags

TITLE_UNITS = 240
TITLE_GRAPHEMES = 120
SNIPPET_UNITS = 200


@dataclass(frozen=True, slots=True)
class InlineEntry:
    """One result: what the list shows as plain text, and the message it becomes."""

    title: str
    description: str
    message: Reply


def render_inline(hit: FoundLink, tr: Translator, *, now: datetime) -> InlineEntry:
    """Return one result of the inline search; notes and who saved it stay at home."""
    host = host_of(hit.url)
    said = _snippet(hit, tr)
    facts = (said,) if said else (tr.moment(hit.saved_at, now), mark_of(hit, tr), hashtags(hit.tags, 80))
    return InlineEntry(
        title=cut(hit_title(hit), TITLE_UNITS, TITLE_GRAPHEMES),
        description=" · ".join(fact for fact in (host, *facts) if fact),
        message=Reply(_caption(hit, tr), rows((open_button(hit.permalink, tr),))),
    )


def _snippet(hit: FoundLink, tr: Translator) -> str:
    """Where the text has what was looked for; there is no bold type in a list of results."""
    pieces = ((clean_part(part.text), part.is_marked) for part in hit.snippet)
    marked = (tr.text("snippet.match", text=text) if is_marked else text for text, is_marked in pieces)
    return cut("".join(marked), SNIPPET_UNITS)


def _caption(hit: FoundLink, tr: Translator) -> str:
    room = Room(MAX_CAPTION)
    permalink = room.keep(clean(hit.permalink))
    title = room.take(hit_title(hit), TITLE_UNITS, TITLE_GRAPHEMES)
    facts = (host_of(hit.url), tr.date(hit.saved_at), mark_of(hit, tr))
    line = room.take(" · ".join(fact for fact in facts if fact), 160)
    tags = hashtags(hit.tags, min(200, room.left - 1))
    return join_lines(bold(title), escape(line), escape(tags), escape(permalink))


def inline_prompt(tr: Translator, *, is_known: bool) -> str:
    """Return the line of the button above the results: nothing found, or ask to be let in."""
    return tr.text("inline.nothing") if is_known else tr.text("inline.ask")
