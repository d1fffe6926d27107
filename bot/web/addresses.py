"""Addresses of captured pages as our pages may show them. They come from strangers: nothing here raises."""

from urllib.parse import urlsplit

from bot.views.html import clean


def web_href(url: str) -> str:
    """The address where it is safe to link to; empty for anything but http and https."""
    address = clean(url)
    return address if address.lower().startswith(("http://", "https://")) else ""


def path_of(url: str) -> str:
    """The part of one of our own addresses that works under whatever name the server was reached."""
    return urlsplit(url).path
