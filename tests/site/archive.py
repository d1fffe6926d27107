"""Pages that are hard to keep: each shows something that is nowhere in its markup, or not where one looks."""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path

from aiohttp import web
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from tests.site.pages import draw_png

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

FOLDER = Path(__file__).parent / "archive_pages"
FILES = tuple(sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*")))


def serve_file(name: str) -> Handler:
    """A handler for one of the files; `{other}` in it is the address of another site."""
    content = (FOLDER / name).read_text("utf-8")
    media_type = guess_type(name)[0] or "text/plain"

    async def show(request: web.Request) -> web.Response:
        other = request.query.get("other", f"http://127.0.0.2:{request.url.port}")
        headers = {"Access-Control-Allow-Origin": "*"}
        return web.Response(text=content.replace("{other}", other), content_type=media_type, headers=headers)

    return show


async def picture(request: web.Request) -> web.Response:
    """A picture of one colour: /archive/picture.png?red=200&w=80."""
    asked = request.query
    red, green, blue = (int(asked.get(name, 60)) for name in ("red", "green", "blue"))
    content = draw_png(int(asked.get("w", 80)), int(asked.get("h", 60)), red, green, blue)
    return web.Response(body=content, content_type=asked.get("type", "image/png"))


@cache
def make_font() -> bytes:
    """A font in which every letter is a block."""
    names = [".notdef", "space", *(chr(code) for code in range(ord("A"), ord("z") + 1) if chr(code).isalpha())]
    pen = TTGlyphPen(None)
    for x, y in ((50, 0), (50, 700), (450, 700), (450, 0)):
        pen.moveTo((x, y)) if (x, y) == (50, 0) else pen.lineTo((x, y))
    pen.closePath()
    block = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({32: "space", **{ord(name): name for name in names if len(name) == 1}})
    empty = TTGlyphPen(None).glyph()
    builder.setupGlyf({name: empty if name in (".notdef", "space") else block for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Blocks", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    written = BytesIO()
    builder.save(written)
    return written.getvalue()


async def font(_: web.Request) -> web.Response:
    return web.Response(
        body=make_font(), content_type="application/octet-stream", headers={"Access-Control-Allow-Origin": "*"}
    )


async def hop(request: web.Request) -> web.StreamResponse:
    """Goes elsewhere."""
    raise web.HTTPFound(request.query["to"])


def serve_text(text: str) -> Handler:
    """A handler for a page that is too large for a file."""

    async def show(_: web.Request) -> web.Response:
        return web.Response(text=f"<!doctype html><title>Large</title><body>{text}", content_type="text/html")

    return show


async def heavy(_: web.Request) -> web.Response:
    """More than is kept of one body."""
    return web.Response(body=bytes(21 * 1024 * 1024), content_type="application/octet-stream")


HUGE = "".join(f"<div class=r{n}><span>{n}</span><a href=/{n}>on</a></div>" for n in range(50_000))
LONG = "<div id=p></div><script>p.textContent = 'word '.repeat(4e6)</script>"
DEEP = (
    "<div>" * 5_000
    + "<script>for (let e = document.body, n = 0; n < 300; n++) e = e.appendChild(document.createElement('div'))</script>"
)
RESTLESS = """<div id=list></div><script>setInterval(() => {
  const line = document.createElement("p"); line.textContent = Math.random(); list.append(line);
  if (list.children.length > 200) list.replaceChildren();
}, 1)</script>"""


ARCHIVE_ROUTES: Mapping[str, Handler] = {
    **{f"/archive/{name.removesuffix('.html')}": serve_file(name) for name in FILES},
    "/archive/picture.png": picture,
    "/archive/css/blue.png": picture,
    "/archive/blocks.ttf": font,
    "/archive/hop": hop,
    "/archive/heavy": heavy,
    "/archive/rootless": serve_text("<p>said once</p><script>document.documentElement.remove()</script>"),
    "/archive/huge": serve_text(HUGE),
    "/archive/long": serve_text(LONG),
    "/archive/deep": serve_text(DEEP),
    "/archive/restless": serve_text(RESTLESS),
}
