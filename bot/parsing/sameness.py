"""Which further addresses a captured page is known by. In doubt none: pages that differ are never joined."""

import regex

from bot.parsing.addresses import Address, parse_address
from bot.parsing.sites.shorteners import SHORTENERS
from bot.parsing.syntax import Parts, parse_parts

_VIEWS = ("www.", "m.", "mobile.", "amp.", "wap.", "touch.")  # of one site
_VIEW_SEGMENTS = frozenset({"amp", "mobile", "m", "print", "index.html", "index.htm", "index.php", "amp.html"})
# Parameters that choose what is shown. One of them is never dropped on a page's word.
_CHOOSING = frozenset({
    "p", "page", "paged", "pn", "start", "offset", "id", "aid", "cid", "pid", "tid", "fid", "uid", "sid",
    "itemid", "v", "t", "q", "s", "k", "query", "search", "keyword", "wd", "tab", "view", "action", "do",
    "mod", "lang", "hl", "locale", "l", "sort", "order", "category", "cat", "tag", "type", "date", "year",
    "month", "version", "mid", "idx", "sn",
})  # fmt: skip
_NUMBER = regex.compile(r"\d{4,}")


def list_further(asked: str, final: str, canonical: str) -> tuple[Address, ...]:
    """The addresses, beside the one that was asked for, by which this very page goes."""
    own, reached, named = parse_parts(asked), parse_parts(final), parse_parts(canonical)
    if own is None or reached is None:
        return ()
    known = parse_address(asked)
    is_there = _leads(own, reached) or _is_same_page(own, reached) or own == reached
    further = [final] if is_there else []
    if is_there and named is not None and _is_same_page(reached, named):
        further.append(canonical)
    addresses = {address.key: address for text in further if (address := parse_address(text)) is not None}
    return tuple(address for key, address in addresses.items() if known is None or key != known.key)


def is_short(url: str) -> bool:
    """Whether an address only stands for a longer one."""
    parts = parse_parts(url)
    return parts is not None and parts.host.removeprefix("www.") in SHORTENERS


def _leads(short: Parts, reached: Parts) -> bool:
    """A short link that led somewhere: not to its own site, nor to a home page, as many do that have expired."""
    is_short_host = short.host.removeprefix("www.") in SHORTENERS and bool(_segments(short))
    is_elsewhere = reached.host != short.host and reached.host.removeprefix("www.") not in SHORTENERS
    return is_short_host and is_elsewhere and bool(_segments(reached) or reached.query)


def _is_same_page(own: Parts, other: Parts) -> bool:
    """Another spelling of one page: the same site and path, and no parameter less that could matter."""
    if (_site(own), own.port) != (_site(other), other.port):
        return False
    path, other_path = _segments(own), _segments(other)
    if not path or not other_path or not _is_same_path(path, other_path):
        return False
    dropped = [pair for pair in own.query if pair not in other.query]
    added = [pair for pair in other.query if pair not in own.query]
    names = {name.lower() for name, _ in dropped}
    return not added and (not dropped or (_is_telling(other_path[-1]) and not names & _CHOOSING))


def _is_same_path(path: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if path == other:
        return True
    shorter, longer = sorted((path, other), key=len)
    has_slug = len(longer) == len(shorter) + 1 and longer[: len(shorter)] == shorter
    return has_slug and bool(_NUMBER.fullmatch(shorter[-1]))  # "/question/1234" and "/question/1234/what-is-it"


def _is_telling(segment: str) -> bool:
    """A name that one page of a site has, not a kind of pages."""
    return bool(_NUMBER.search(segment)) or segment.count("-") >= 2 or len(segment) >= 16


def _segments(parts: Parts) -> tuple[str, ...]:
    return tuple(part for part in parts.path.split("/") if part and part.lower() not in _VIEW_SEGMENTS)


def _site(parts: Parts) -> str:
    for view in _VIEWS:
        rest = parts.host.removeprefix(view)
        if rest != parts.host and "." in rest:
            return rest
    return parts.host
