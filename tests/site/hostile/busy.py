"""Pages that mean harm to whoever opens them in a browser."""

import asyncio
import gzip
from collections.abc import Mapping
from contextlib import suppress

from aiohttp import web

from tests.site.pages import Handler, html_page


async def loop(_: web.Request) -> web.StreamResponse:
    """A script that never ends."""
    return html_page("Loop", "<h1>Loop</h1><script>for (;;) {}</script><p>never</p>")


async def late_loop(_: web.Request) -> web.StreamResponse:
    """A script that never ends, begun after the page has loaded."""
    return html_page("Late loop", "<h1>Late loop</h1><script>setTimeout(() => { for (;;) {} }, 30)</script>")


async def alerts(_: web.Request) -> web.StreamResponse:
    """Box after box."""
    return html_page("Alerts", "<h1>Alerts</h1><script>for (;;) { alert('hello'); confirm('sure?'); }</script>")


async def pop_ups(request: web.Request) -> web.StreamResponse:
    """Windows upon windows."""
    return html_page(
        "Pop-ups", "<h1>Pop-ups</h1><script>for (let i = 0; i < 60; i++) window.open('/short?' + i)</script>"
    )


async def reloads(_: web.Request) -> web.StreamResponse:
    """Loads itself again and again."""
    return html_page("Reloads", "<h1>Reloads</h1><script>setTimeout(() => location.reload(), 1)</script>")


async def polling(_: web.Request) -> web.StreamResponse:
    """Is never idle."""
    return html_page(
        "Polling", "<h1>Polling</h1><script>setInterval(() => fetch('/content.json?seconds=0.2'), 100)</script>"
    )


async def endless_body(request: web.Request) -> web.StreamResponse:
    """A document that drips on for ever."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    await response.write(b"<!doctype html><title>Drip</title><h1>Drip</h1>")
    with suppress(ConnectionError):  # the visitor leaves one day
        while True:
            await response.write(b"<p>drop</p>")
            await asyncio.sleep(0.1)
    return response


async def dead_style(_: web.Request) -> web.StreamResponse:
    """A style sheet that never arrives."""
    return html_page("Dead style", "<h1>Dead style</h1>", head='<link rel="stylesheet" href="/never.css">')


async def never(_: web.Request) -> web.StreamResponse:
    """No answer."""
    await asyncio.sleep(600)
    raise web.HTTPGatewayTimeout


async def hang_up(request: web.Request) -> web.StreamResponse:
    """Takes the question and ends the connection."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def gzip_bomb(_: web.Request) -> web.StreamResponse:
    """Small on the wire and large in memory."""
    body = gzip.compress(b"<!doctype html><title>Bomb</title>" + b"<p>bomb bomb bomb</p>" * 8_000_000)
    return web.Response(body=body, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})


async def spoofed(_: web.Request) -> web.StreamResponse:
    """Claims another address and spoils what scripts rely on."""
    script = """<script>
    history.replaceState(null, "", "/article");
    const spoilt = () => { throw new Error("spoilt"); };
    Array.prototype.map = JSON.stringify = Promise.all = document.querySelectorAll = spoilt;
    Object.defineProperty(document, "title", { get: () => "A forged title" });
    Object.defineProperty(document, "fonts", { get: () => ({ ready: new Promise(() => {}) }) });
    </script>"""
    return html_page("The real title", f"<h1>Spoofed</h1><p>Some text.</p>{script}")


HOSTILE_ROUTES: Mapping[str, Handler] = {
    "/loop": loop,
    "/late-loop": late_loop,
    "/alerts": alerts,
    "/pop-ups": pop_ups,
    "/reloads": reloads,
    "/polling": polling,
    "/endless-body": endless_body,
    "/dead-style": dead_style,
    "/never.css": never,
    "/hang-up": hang_up,
    "/gzip-bomb": gzip_bomb,
    "/spoofed": spoofed,
}
