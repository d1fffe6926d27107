"""Pages that are hard to print and to archive: pinned elements, many files, an endless tail."""

from aiohttp import web

from tests.site.pages import ENGLISH, Handler, draw_png, html_page

PINNED_STYLE = """<style>
header { position: fixed; inset: 0 0 auto 0; height: 80px; background: #c00; color: #fff; z-index: 9 }
aside { position: sticky; top: 90px; background: #0a0; color: #fff; height: 40px }
button { position: fixed; inset: auto 20px 20px auto; background: #00c; color: #fff }
html, body { overflow: hidden; height: 100% } main { padding-top: 100px }
@media print { main { display: none } }
</style>"""


async def pinned(_: web.Request) -> web.StreamResponse:
    """A header, a note and a button that never leave the window, on a page that may not be scrolled."""
    host = '<div id="host"></div><script>host.attachShadow({mode: "open"}).innerHTML = '
    host += "'<p style=\"position:fixed;right:0;top:300px;background:#cc0\">in the shadow</p>';</script>"
    body = f"<header>PINNED HEADER</header><main><aside>STICKY NOTE</aside>{f'<p>{ENGLISH}</p>' * 60}</main>"
    return html_page("Pinned", f"{body}<button>PINNED BUTTON</button>{host}", head=PINNED_STYLE)


async def unprintable(_: web.Request) -> web.StreamResponse:
    """Loops for ever as soon as it is to be printed."""
    return html_page("Unprintable", "<script>addEventListener('beforeprint', () => { for (;;); });</script>on screen")


async def parcel(_: web.Request) -> web.StreamResponse:
    """A page of several files: a style sheet, a script that asks for more, a picture, one that is missing."""
    head = '<link rel="stylesheet" href="/parcel.css?v=1">'
    script = """<script>
    fetch("/parcel.json", {method: "POST", headers: {"Content-Type": "application/json"},
      body: JSON.stringify({page: 1, words: ["a b", "c"]})})
      .then((answer) => answer.json()).then((found) => { told.textContent = found.text; });
    </script>"""
    images = '<img src="/parcel.png" width="320" height="180"><img src="/nowhere.png" width="10" height="10">'
    body = f'<h1>An archived page</h1><p id="told">not yet told</p>{images}<p>{ENGLISH}</p>{script}'
    return html_page("An archived page", body, head=head)


async def parcel_style(_: web.Request) -> web.StreamResponse:
    """The style sheet, compressed on its way."""
    response = web.Response(text="h1 { color: rgb(1, 2, 200) }" + " " * 4000, content_type="text/css")
    response.enable_compression(web.ContentCoding.gzip)
    return response


async def parcel_picture(_: web.Request) -> web.StreamResponse:
    """The picture."""
    return web.Response(body=draw_png(320, 180, 200, 40, 40), content_type="image/png")


async def parcel_answer(request: web.Request) -> web.StreamResponse:
    """What the page's script asks for."""
    asked = await request.json()
    return web.json_response({"text": f"told about page {asked['page']}"})


PAPER_ROUTES: dict[str, Handler] = {
    "/pinned": pinned,
    "/unprintable": unprintable,
    "/parcel": parcel,
    "/parcel.css": parcel_style,
    "/parcel.png": parcel_picture,
}
PAPER_FORMS: dict[str, Handler] = {"/parcel.json": parcel_answer}
