"""Addresses that only lead to another one, which stands in them."""

from functools import lru_cache
from urllib.parse import unquote

import regex

from bot.parsing.patterns import match_whole
from bot.parsing.sites.redirectors import AMP_CACHES, BARE_REDIRECTORS, REDIRECTORS
from bot.parsing.sites.rules import Redirector
from bot.parsing.syntax import Parts, join_query, parse_parts


def find_target(parts: Parts) -> Parts | None:
    """Where an address leads, as far as it says so itself; no network is asked."""
    return _read_parameter(parts) or _read_query(parts) or _read_amp_path(parts)


def _read_parameter(parts: Parts) -> Parts | None:
    for redirector in _list_redirectors(parts.host):
        if match_whole(f"(?:{redirector.path})/?", parts.path):
            values = {name.lower(): value for name, value in reversed(parts.query) if value}
            targets = (_read_address(values[name]) for name in redirector.parameters if name in values)
            return next((target for target in targets if target), None)
    return None


@lru_cache(maxsize=1024)
def _list_redirectors(host: str) -> tuple[Redirector, ...]:
    return tuple(redirector for redirector in REDIRECTORS if match_whole(redirector.host, host))


def _read_query(parts: Parts) -> Parts | None:
    is_redirector = any(
        match_whole(host, parts.host) and match_whole(path, parts.path) for host, path in BARE_REDIRECTORS
    )
    return _read_address(join_query(parts.query)) if is_redirector else None


def _read_amp_path(parts: Parts) -> Parts | None:
    for host, path in AMP_CACHES:
        match = match_whole(path, parts.path) if match_whole(host, parts.host) else None
        if match:
            query = f"?{join_query(parts.query)}" if parts.query else ""
            return parse_parts(f"http{'s' if match['https'] else ''}://{match['rest']}{query}")
    return None


def _read_address(value: str) -> Parts | None:
    """Some sites encode the address twice; one without a scheme may be a path of the site itself."""
    once = unquote(value)
    for text in (once, unquote(once)):
        if regex.match("https?://", text, regex.IGNORECASE):
            return parse_parts(text)
    return None
