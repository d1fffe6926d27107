"""Lists: what /find, /recent and /tags answer, page by page."""

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks import ListKind, Page, ShowTag, fits
from bot.i18n import Translator
from bot.parsing.query import Problem
from bot.replies import Button, Reply
from bot.services.cards import FoundLink, FoundPage, Part, TagPage
from bot.views.addresses import host_of, short_address
from bot.views.html import (
    MAX_TEXT,
    Room,
    bold,
    clean,
    clean_part,
    cut,
    escape,
    join_lines,
    say,
)
from bot.views.keyboards import callback_button, inline_button, page_row, rows
from bot.views.labels import mark_of
from bot.views.tags import hashtag, hashtags

GLASS = "🔎 "  # begins the first line of a list of results; the query follows
MAX_QUERY = 512
MAX_PROBLEMS = 3
TITLE_UNITS = 200
TITLE_GRAPHEMES = 120
HIT_TAGS_UNITS = 120
SNIPPET_UNITS = 240
TAG_BUTTONS = 12
TAG_BUTTONS_A_ROW = 3
HEAD_UNITS = 400


def fold_query(text: str) -> str:
    """Return a query as the first line of its list can hold it; to be done before the first search."""
    return cut(clean(text), MAX_QUERY)


def read_query(text: str) -> str | None:
    """Return the query of a list from the text of its message; None where it is no such list."""
    first = text.partition("\n")[0]
    return first.removeprefix(GLASS).strip() or None if first.startswith(GLASS) else None


def render_found(
    found: FoundPage, query: str, tr: Translator, *, now: datetime, problems: Sequence[Problem] = (), meant: str = ""
) -> Reply:
    """Return a page of what was found; its first line is the query, so that the next page finds it."""
    query = fold_query(query)
    complaints = [_problem_line(problem, tr) for problem in problems[:MAX_PROBLEMS]]
    room = Room(MAX_TEXT - HEAD_UNITS)
    title = escape(room.keep(f"{GLASS}{query}"))
    if not found.total:
        if not meant:
            return Reply(join_lines(title, *complaints, say(tr, "found.nothing")))
        asked = say(tr, "found.meant_html", query=room.keep(fold_query(meant)))
        button = callback_button(tr.text("button.meant"), Page(ListKind.MEANT, 0))
        return Reply(join_lines(title, *complaints, asked), ((button,),))
    head = join_lines(title, *complaints, say(tr, "found.many" if found.is_more else "found.count", count=found.total))
    buttons = rows(page_row(ListKind.FIND, found.page, found.pages), (inline_button(query, tr),))
    return Reply("\n\n".join([head, *_hits(found, room, tr, now)]), buttons)


def offer_search(words: str, tr: Translator) -> Reply:
    """Return the answer to words without a link, and a button that looks for them; the first line is the query."""
    title = escape(f"{GLASS}{fold_query(' '.join(words.split()))}")
    button = callback_button(tr.text("button.meant"), Page(ListKind.FIND, 0))
    return Reply(join_lines(title, say(tr, "found.offer_html")), ((button,),))


def render_recent(found: FoundPage, tr: Translator, *, now: datetime) -> Reply:
    """Return a page of the newest links."""
    if not found.total:
        return Reply(say(tr, "recent.nothing"))
    head = say(tr, "recent.count", count=found.total)
    hits = _hits(found, Room(MAX_TEXT - HEAD_UNITS), tr, now)
    buttons = rows(page_row(ListKind.RECENT, found.page, found.pages), (inline_button("", tr),))
    return Reply("\n\n".join([head, *hits]), buttons)


def render_tags(page: TagPage, tr: Translator) -> Reply:
    """Return a page of a chat's tags, with buttons that list the links of the first ones."""
    if not page.total:
        return Reply(say(tr, "tags.nothing_html"))
    room = Room(MAX_TEXT - HEAD_UNITS)
    counted = [f"{hashtag(tag.name)} {tr.number(tag.count)}" for tag in page.tags if hashtag(tag.name)]
    listed = room.take(" · ".join(counted), MAX_TEXT)
    return Reply(
        join_lines(say(tr, "tags.count", count=page.total), escape(listed)),
        rows(*_tag_rows(page), page_row(ListKind.TAGS, page.page, page.pages)),
    )


def _hits(found: FoundPage, room: Room, tr: Translator, now: datetime) -> list[str]:
    first = found.page * found.page_size + 1
    return [_hit(number, hit, room, tr, now) for number, hit in enumerate(found.hits, first) if room.left > 200]


def _hit(number: int, hit: FoundLink, room: Room, tr: Translator, now: datetime) -> str:
    permalink = room.keep(clean(hit.permalink))
    title = room.take(hit_title(hit), TITLE_UNITS, TITLE_GRAPHEMES)
    facts = (host_of(hit.url)[:100], tr.moment(hit.saved_at, now), mark_of(hit, tr))
    line = room.take(" · ".join(fact for fact in facts if fact), 160)
    tags = room.keep(hashtags(hit.tags, HIT_TAGS_UNITS)) if hit.tags else ""
    room.keep(f"{number}. ")
    snippet = render_snippet(hit.snippet, room)
    return join_lines(f"{number}. {bold(title)}", escape(line), snippet, escape(tags), escape(permalink))


def render_snippet(parts: Sequence[Part], room: Room) -> str:
    """Return where a text has what was looked for, the matches in bold; nothing where there is no room for all."""
    cleaned = [Part(clean_part(part.text), part.is_marked) for part in parts]
    if not room.take("".join(part.text for part in cleaned), SNIPPET_UNITS):
        return ""
    return "".join(bold(part.text) if part.is_marked else escape(part.text) for part in cleaned)


def hit_title(hit: FoundLink) -> str:
    """Return what a row is called: its title, else its address."""
    return clean(hit.title) or short_address(hit.url)


def problem_text(problem: Problem, tr: Translator) -> str:
    """Return what a query says that makes no sense, as plain text."""
    key = f"query.{problem.code}" if f"query.{problem.code}" in tr else "query.unknown"
    return tr.text(key, value=cut(clean(problem.value), 60))


def _problem_line(problem: Problem, tr: Translator) -> str:
    return f"⚠️ {escape(problem_text(problem, tr))}"


def _tag_rows(page: TagPage) -> list[tuple[Button, ...]]:
    names = [hashtag(tag.name)[1:] for tag in page.tags]
    buttons = [callback_button(cut(f"#{name}", 24), ShowTag(name)) for name in names if name and fits(ShowTag(name))][
        :TAG_BUTTONS
    ]
    return [tuple(buttons[start : start + TAG_BUTTONS_A_ROW]) for start in range(0, len(buttons), TAG_BUTTONS_A_ROW)]
