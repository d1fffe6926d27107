"""Addresses as people read them: the host, and a short form."""

from urllib.parse import urlsplit

from bot.views.html import clean, cut


def host_of(url: str) -> str:
    """Return an address's host without `www.`; "" where it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return clean(host.removeprefix("www."))


def short_address(url: str, units: int = 80) -> str:
    """Return an address without its scheme, cut to a length."""
    shown = clean(url)
    for scheme in ("https://", "http://"):
        shown = shown.removeprefix(scheme)
    return cut(shown.removeprefix("www.").removesuffix("/"), units)
