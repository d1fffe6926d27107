"""The sample page on a port of its own, so that captures may be let through to that port alone."""

from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).parent / "sample"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def build_sample() -> web.Application:
    """Two articles, and nothing else."""
    app = web.Application()
    app.router.add_get("/{name:tea|moon}", _show_article)
    return app


async def _show_article(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(_FOLDER / f"{request.match_info['name']}.html", headers=_HEADERS)
