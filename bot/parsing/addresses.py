"""An address as somebody sent it → the address to show and capture, and a key that all addresses of the page share.

The order: take it apart (`bot.parsing.syntax`), follow what only leads elsewhere, apply what is known of the site
(`bot.parsing.sites`), drop what only tracks; again until nothing changes. Pages that differ never share a key:
what is not known for sure is kept.
"""

from dataclasses import dataclass
from urllib.parse import unquote

import regex

from bot.parsing.matching import Match, find_match
from bot.parsing.redirects import find_target
from bot.parsing.sites.trackers import SHARED_SUFFIXES
from bot.parsing.syntax import Parts, Query, join_query, parse_parts

MAX_LENGTH = 8_000  # what servers take at most; longer ones are data, not addresses
_MAX_ROUNDS = 20  # redirectors within redirectors

_SECOND_LEVEL = regex.compile(r"(?:com?|net|org|gov|edu|ac|or|ne|go)\.[a-z]{2}")
# Encoded or not, these say the same to every server.
_SAME_IN_PATHS = regex.compile(r"%(?:21|24|26|27|28|29|2A|2B|2C|3A|3D|40|5B|5D)")
_SAME_IN_QUERIES = regex.compile(r"%(?:21|24|27|28|29|2A|2C|2F|3A|3F|40|5B|5D)")


@dataclass(frozen=True, slots=True)
class Address:
    """One page of the web."""

    url: str  # to show and to capture
    key: str  # readable, without a scheme; two addresses with one key are the same link


def parse_address(text: str) -> Address | None:
    """Read an address; nothing where it is none or not http(s). No host is judged here: see `capture.egress`."""
    parts = parse_parts(text) if len(text) <= MAX_LENGTH else None
    if parts is None:
        return None
    parts, match = _settle(parts)
    return Address(str(parts), _make_key(parts, match))


def parse_host(text: str) -> str | None:
    """The host that somebody means by `example.com`, `www.example.com` or a whole address, without its "www."."""
    text = text.strip().removeprefix("*.").strip(".")
    parts = parse_parts(text if "://" in text else f"http://{text}")
    return parts.host.removeprefix("www.") if parts else None


def _settle(parts: Parts) -> tuple[Parts, Match]:
    """Apply what is known until nothing changes: a redirector may lead to another, an alias to an alias."""
    match = find_match(parts)
    for _ in range(_MAX_ROUNDS):
        after = find_target(parts) or match.apply(parts)
        if after == parts:
            break
        parts, match = after, find_match(after)
    return parts, match


def _make_key(parts: Parts, match: Match) -> str:
    port = f":{parts.port}" if parts.port is not None else ""
    host = _strip_prefixes(parts.host)
    path = _SAME_IN_PATHS.sub(lambda code: unquote(code.group()), parts.path).removesuffix("/")
    page = f"{host}{port}{path}"
    if match.page and match.page.key:
        page = match.page.key.format_map({**match.values, "host": host, "path": path})
    if match.page and match.page.caseless:
        page = page.lower()
    query = join_query(_sort(parts.query, match.site.unlock))
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return page + (f"?{query}" if query else "") + fragment


def _strip_prefixes(host: str) -> str:
    """The host without "www." and "m.", where what is left is still a site of its own and the same one."""
    for prefix in ("www.", "m."):
        rest = host.removeprefix(prefix)
        if "." in rest and rest not in SHARED_SUFFIXES and not _SECOND_LEVEL.fullmatch(rest):
            host = rest
    return host


def _sort(query: Query, without: tuple[str, ...]) -> Query:
    kept = ((_respell(name), value and _respell(value)) for name, value in query if name.lower() not in without)
    return tuple(sorted(kept, key=lambda pair: pair[0]))  # values of one name stay in their order


def _respell(text: str) -> str:
    return _SAME_IN_QUERIES.sub(lambda code: unquote(code.group()), text)
