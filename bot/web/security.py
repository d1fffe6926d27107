"""The header sets of the house: our own pages, archived pages, downloads. Every answer bears one."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from aiohttp import web

from bot.web.ports import PORTS

Headers = Mapping[str, str]

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}

_NO_FEATURES = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def page_headers(content_url: str = "", *, can_be_installed: bool = False, framed_by: str = "'none'") -> Headers:
    """The set for our own pages, which may frame archived ones from `content_url`.

    One offers itself as an app, and one, which knows nothing of anybody, may be framed by Telegram Web.
    """
    manifest = "manifest-src 'self'; " if can_be_installed else ""
    frames = f"'self' {origin_of(content_url)}".strip()
    return _EVERYWHERE | {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            f"font-src 'self'; connect-src 'self'; {manifest}frame-src {frames}; form-action 'self'; "
            f"base-uri 'none'; object-src 'none'; frame-ancestors {framed_by}"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": _NO_FEATURES,
    }


def archived_headers(assets: Sequence[str], mains: Sequence[str]) -> Headers:
    """The set for whatever of a captured page a browser may render: no script, nothing fetched from anywhere.

    `assets` are the prefixes of its own stored bodies, `mains` the origins of the pages that may frame it.
    """
    own = " ".join(assets)
    return _EVERYWHERE | {
        "Content-Security-Policy": (
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
            f"style-src 'unsafe-inline' data: {own}; img-src data: {own}; font-src data: {own}; media-src data: {own}; "
            f"frame-src {own}; script-src 'none'; connect-src 'none'; object-src 'none'; "
            f"base-uri 'none'; form-action 'none'; frame-ancestors {' '.join(mains)}"
        ),
    }


def download_headers() -> Headers:
    """The set for bytes that a browser saves, or shows as nothing but a picture."""
    return _EVERYWHERE | {"Content-Security-Policy": "sandbox; default-src 'none'"}


def origin_of(url: str) -> str:
    """Scheme, host and port of an address: "https://example.com/x" → "https://example.com"."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


async def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Give an answer that bears no set of its own the one of our pages; an `on_response_prepare` signal."""
    if "Content-Security-Policy" not in response.headers:
        response.headers.update(page_headers(request.app[PORTS].content_url))
    response.headers.pop("Server", None)  # aiohttp would name its version and Python's
