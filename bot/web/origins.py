"""Two origins, where a second one is set: our pages on the one, what strangers made on the other."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.ports import PORTS
from bot.web.security import download_headers

KEPT = web.AppKey("kept", frozenset[Handler])  # those who send what strangers made

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@web.middleware
async def keep_apart(request: web.Request, handler: Handler) -> web.StreamResponse:
    """On the second origin nothing of ours is served: no page, no form, nothing that reads a cookie."""
    if is_content_host(request) and request.match_info.handler not in request.app[KEPT]:
        return say_plainly(404)
    return await handler(request)


def is_content_host(request: web.Request) -> bool:
    """Whether a second origin is set, and this is it."""
    content = urlsplit(request.app[PORTS].content_url)
    usual = _DEFAULT_PORTS.get(content.scheme, "")
    asked, known = (host.lower().removesuffix(usual) for host in (request.host, content.netloc))
    return bool(known) and asked == known


def lead_to_content(request: web.Request) -> None:
    """Send whoever asks our origin for what strangers made to the second one, where it is set."""
    content_url = request.app[PORTS].content_url
    if content_url and not is_content_host(request):
        place = f"{content_url.rstrip('/')}{request.rel_url.raw_path_qs}"
        raise web.HTTPFound(place, headers={"Cache-Control": "no-store"})


def say_plainly(status: int) -> web.Response:
    """A failure on the second origin, which has no pages of ours."""
    headers = {"Cache-Control": "no-store", **download_headers()}
    return web.Response(status=status, text=f"{status}\n", headers=headers)
