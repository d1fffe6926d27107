"""What a page of the library says, as plain values, and the addresses that lead through it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlencode

from bot.i18n import Translator
from bot.parsing.query import Problem
from bot.services.browsing import Shelf, ShelvedLink
from bot.services.cards import Part
from bot.services.sorting_out import MOST
from bot.services.visiting import Visitor
from bot.services.weighing import Room
from bot.views.addresses import host_of, short_address
from bot.views.html import clean, clean_part
from bot.views.lists import problem_text
from bot.web.documents import format_moment
from bot.web.forms import parse_numbers
from models.errors import NotFound

_MOST_QUERY = 500
_MOST_PAGES = 100_000
SORTS = ("newest", "oldest", "title", "site")
_BEST = "best"  # of what fits a query, and of nothing else
_DONE = frozenset({"added", "known", "tag", "untag", "delete", "back", "wipe", "again", "nothing"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which library somebody is; all of it stands in the address."""

    chat_id: int
    query: str = ""
    page: int = 0
    view: str = "grid"
    sort: str = ""  # as usual
    done: str = ""  # what was done on the way here
    count: int = 0
    gone: Sequence[int] = ()  # links that were deleted on the way here, and can be brought back
    meant: str = ""  # instead of the query, which found nothing
    is_own: bool = True

    @property
    def usual_sort(self) -> str:
        """In what order links come where nobody has asked for one."""
        return _BEST if self.query else "newest"

    @property
    def order(self) -> str:
        """In what order they come here."""
        return self.usual_sort if self.sort in {"", _BEST} else self.sort

    def search(self) -> str:
        """The part of the address behind the path; nothing for what goes without saying."""
        parts = {
            "library": "" if self.is_own else str(self.chat_id),
            "q": self.query,
            "page": str(self.page + 1) if self.page else "",
            "view": self.view if self.view != "grid" else "",
            "sort": self.order if self.order != self.usual_sort else "",
            "done": self.done,
            "count": str(self.count) if self.done and self.count else "",
            "gone": ",".join(map(str, self.gone)),
        }
        text = urlencode({name: value for name, value in parts.items() if value})
        return f"?{text}" if text else ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as it is shown."""

    link_id: int
    href: str
    title: str
    site: str
    letter: str  # in the place of a picture
    saved_at: str
    saved_iso: str
    state: str  # waiting, failed, marked, kept
    remark: str  # what is not as it should be, in words
    thumb_href: str
    tags: tuple[tuple[str, str], ...]  # name and address
    snippet: tuple[Part, ...]  # where its text has what was asked for


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to choose between."""

    text: str
    href: str
    is_chosen: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """Everything on the page."""

    rows: tuple[LinkRow, ...]
    used: str  # how much room it takes, and how much it may
    most: str
    used_share: int  # in hundredths
    total: int
    is_more: bool
    number: int
    pages: int
    waiting: int
    query: str
    view: str
    sort: str
    sort_field: str  # where it is not the usual one
    library_field: str
    library_search: str  # the same behind an address
    all_href: str  # the library without a query
    form_token: str
    tags: tuple[Choice, ...]
    views: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    libraries: tuple[Choice, ...]
    earlier_href: str
    later_href: str
    done: str
    count: int
    gone: Sequence[int]
    problems: tuple[str, ...]  # what of the query made no sense, in words
    meant: Choice | None  # what was probably asked for, where nothing was found


def parse_place(fields: Mapping[str, str], visitor: Visitor) -> Place:
    """Read an address or a form; what makes no sense counts as not said, a foreign library raises `NotFound`."""
    own = visitor.libraries[0]
    named = fields.get("library", "")
    library = visitor.library(int(named)) if named.isascii() and named.isdecimal() and len(named) < 16 else None
    if named and library is None:
        raise NotFound("no library of theirs")
    done = fields.get("done", "")
    chosen = library or own
    return Place(
        chat_id=chosen.chat_id,
        query=clean(fields.get("q", ""))[:_MOST_QUERY],
        page=_number(fields.get("page", ""), _MOST_PAGES) - 1,
        view="list" if fields.get("view") == "list" else "grid",
        sort=fields.get("sort", "") if fields.get("sort") in SORTS else "",
        done=done if done in _DONE else "",
        count=_number(fields.get("count", ""), 1000),
        gone=parse_numbers([one for one in fields.get("gone", "").split(",") if one])[:MOST],
        is_own=chosen == own,
    )


def describe_library(
    shelf: Shelf,
    place: Place,
    visitor: Visitor,
    room: Room,
    problems: Sequence[Problem],
    translator: Translator,
    root: str,
) -> LibraryPage:
    """Say in one language what is on a page of a library."""
    here = replace(place, done="", count=0, gone=(), meant="", page=0)

    def to(target: Place) -> str:
        return f"{root}/{target.search()}"

    @cache  # sixty links bear the same few tags
    def to_tag(name: str) -> str:
        return to(replace(here, query=f"#{name}", sort=""))

    return LibraryPage(
        rows=tuple(_row(link, to_tag, translator, root) for link in shelf.links),
        used=translator.size(room.used_bytes),
        most=translator.size(room.max_bytes),
        used_share=min(100, 100 * room.used_bytes // max(room.max_bytes, 1)),
        total=shelf.total,
        is_more=shelf.is_more,
        number=place.page + 1,
        pages=shelf.pages,
        waiting=shelf.waiting,
        query=place.query,
        view=place.view,
        sort=place.order,
        sort_field=place.order if place.order != place.usual_sort else "",
        library_field="" if place.is_own else str(place.chat_id),
        library_search=Place(place.chat_id, is_own=place.is_own).search(),
        all_href=to(replace(here, query="", sort="")),
        form_token=visitor.form_token,
        tags=tuple(Choice(tag.name, to_tag(tag.name), here.query == f"#{tag.name}", tag.count) for tag in shelf.tags),
        views=tuple(
            Choice(
                translator.text(f"web.library.view.{view}"),
                to(replace(here, view=view, page=place.page)),
                place.view == view,
            )
            for view in ("grid", "list")
        ),
        sorts=tuple(
            Choice(translator.text(f"web.library.sort.{sort}"), to(replace(here, sort=sort)), place.order == sort)
            for sort in (*((_BEST,) if place.query else ()), *SORTS)
        ),
        libraries=tuple(
            Choice(
                translator.text("web.library.own") if library.is_own else clean(library.title),
                to(Place(library.chat_id, is_own=library.is_own, view=place.view)),
                library.chat_id == place.chat_id,
            )
            for library in visitor.libraries
        ),
        earlier_href=to(replace(here, page=place.page - 1)) if place.page else "",
        later_href=to(replace(here, page=place.page + 1)) if place.page + 1 < shelf.pages else "",
        done=place.done,
        count=place.count,
        gone=place.gone if place.done == "delete" else (),
        meant=Choice(place.meant, to(replace(here, query=place.meant)), is_chosen=False) if place.meant else None,
        problems=tuple(problem_text(problem, translator) for problem in problems),
    )


def _row(link: ShelvedLink, to_tag: Callable[[str], str], translator: Translator, root: str) -> LinkRow:
    href = f"{root}/s/{link.permalink_id}"
    state, remark = _state(link, translator)
    site = clean(link.site) or host_of(link.url)
    return LinkRow(
        link_id=link.link_id,
        href=href,
        title=clean(link.title) or short_address(link.url),
        site=site,
        letter=site[:1],
        saved_at=translator.date(link.saved_at),
        saved_iso=format_moment(link.saved_at) or "",
        state=state,
        remark=remark,
        # The hash makes the address that of these very bytes, which browsers may keep for ever.
        thumb_href=f"{href}/screenshot?size=thumb&v={link.thumb_sha256}" if link.thumb_sha256 else "",
        tags=tuple((name, to_tag(name)) for name in map(clean, link.tags)),
        snippet=tuple(Part(clean_part(part.text), part.is_marked) for part in link.snippet),
    )


def _state(link: ShelvedLink, translator: Translator) -> tuple[str, str]:
    if link.status in {"queued", "capturing"}:
        return "waiting", translator.text(f"web.status.{link.status}")
    key = f"web.badge.{link.label}"
    if link.label != "ok" and key in translator:
        said = translator.text(key, status=str(link.http_status or "?"))
        return ("failed" if link.status == "failed" else "marked"), said
    if link.status in {"failed", "partial"}:
        return ("failed" if link.status == "failed" else "marked"), translator.text(f"web.status.{link.status}")
    return "kept", ""


def _number(text: str, most: int) -> int:
    """A number from 1; 1 for what is none."""
    return min(max(int(text), 1), most) if text.isascii() and text.isdecimal() and len(text) < 16 else 1
