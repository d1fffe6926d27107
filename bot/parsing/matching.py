"""Which rule speaks about an address, and what the address becomes by it."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from bot.parsing.patterns import match_whole
from bot.parsing.sites import SITES
from bot.parsing.sites.rules import Page, Site
from bot.parsing.sites.trackers import TRACKER_VALUES, TRACKERS
from bot.parsing.syntax import Parts, Query, join_query, parse_parts, parse_query_string

_UNKNOWN_SITE = Site(".*")
_ROUTE = regex.compile(r"!?/.+|!.+|[^:=]+/.*")  # fragments by which scripts tell pages apart
_HASH_ROUTE = regex.compile(r"!?/\w")
_TEXT_FRAGMENT = ":~:"


@dataclass(frozen=True, slots=True)
class Match:
    """What is known about one address."""

    site: Site
    page: Page | None
    values: dict[str, str]  # what templates are filled with

    def apply(self, parts: Parts) -> Parts:
        """The address as the site itself would write it, without what only tracks."""
        if self.site.has_hash_routes and parts.path == "/" and _HASH_ROUTE.match(parts.fragment):
            return self._leave_fragment(parts)
        query, fragment = self._filter(parts.query), self._choose_fragment(parts.fragment)
        return self._move(self._secure(replace(parts, query=query, fragment=fragment)))

    def _leave_fragment(self, parts: Parts) -> Parts:
        return parse_parts(f"https://{parts.host}{parts.fragment.removeprefix('!')}") or parts

    def _secure(self, parts: Parts) -> Parts:
        return parts if self.site is _UNKNOWN_SITE else replace(parts, scheme="https", port=None)

    def _move(self, parts: Parts) -> Parts:
        home = self.site.home.format_map(self.values)
        is_home = parts.host.removeprefix("www.") == home.removeprefix("www.")
        host = home if home and (is_home or self.site.is_mirrored or self.page) else parts.host
        if self.page is None:
            return replace(parts, host=host)
        if not self.page.to:
            return replace(parts, host=host, path=_end(parts.path, self.page.slash))
        target, _, query = self.page.to.format_map(self.values).partition("?")
        to_host, slash, path = target.partition("/")
        return replace(
            parts,
            host=to_host or host,
            path=slash + path or "/",
            query=parse_query_string(query) + parts.query if query else parts.query,
        )

    def _filter(self, query: Query) -> Query:
        page = self.page
        if page is None or page.keep == ("*",):
            drop = self.site.drop
            kept = [(name, value) for name, value in query if not _is_tracker(name, value, drop)]
        else:
            names = {*page.keep, *self.site.unlock}
            kept = [(name, value) for name, value in query if name.lower() in names]
        defaults = page.defaults if page else ()
        return tuple((name, value) for name, value in kept if (name.lower(), value) not in defaults)

    def _choose_fragment(self, fragment: str) -> str:
        if self.page and self.page.keep != ("*",):
            return fragment if self.page.fragment and match_whole(self.page.fragment, fragment) else ""
        route, _, query = fragment.partition(_TEXT_FRAGMENT)[0].partition("?")
        if not _ROUTE.fullmatch(route):
            return ""
        pairs = parse_query_string(query)
        kept = tuple((name, value) for name, value in pairs if not _is_tracker(name, value, self.site.drop))
        return f"{route}?{join_query(kept)}" if kept else route


def find_match(parts: Parts) -> Match:
    """The first site whose hosts match, and the first of its pages that does."""
    site = _find_site(parts.host) if parts.port in (None, 80, 443) else _UNKNOWN_SITE
    return _find_page(site, parts)


@lru_cache(maxsize=1024)
def _find_site(host: str) -> Site:
    return next((site for site in SITES if match_whole(site.host, host)), _UNKNOWN_SITE)


def _find_page(site: Site, parts: Parts) -> Match:
    host_values = _named(match_whole(site.host, parts.host))
    given = {name.lower(): value for name, value in reversed(parts.query) if value}
    for page in site.pages:
        path = match_whole(f"(?:{page.path})/?", parts.path)
        if path is None or not all(name in given for name in page.needs):
            continue
        values = host_values | {name: given[name] for name in page.needs} | _named(path)
        computed = page.compute(values) if page.compute else {}
        if computed is not None:
            return Match(site, page, {**values, **computed})
    return Match(site, None, host_values)


def _named(match: regex.Match[str] | None) -> dict[str, str]:
    groups = match.groupdict() if match else {}
    return {name: value for name, value in groups.items() if value is not None}


def _end(path: str, slash: str) -> str:
    if slash == "keep":
        return path
    bare = path.removesuffix("/")
    return f"{bare}/" if slash == "add" or not bare else bare


def _is_tracker(name: str, value: str | None, drop: tuple[str, ...]) -> bool:
    folded = name.lower()
    names, beginnings = _split_patterns(TRACKERS + drop)
    if folded in names or folded.startswith(beginnings):
        return True
    return any(folded == known and match_whole(f"(?i){pattern}", value or "") for known, pattern in TRACKER_VALUES)


@cache
def _split_patterns(patterns: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    beginnings = tuple(pattern[:-1] for pattern in patterns if pattern.endswith("*"))
    return frozenset(patterns), beginnings
