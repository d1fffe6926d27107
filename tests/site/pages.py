"""Pages that mean well: articles, lazy pictures, an application that fills itself in, files, errors."""

import asyncio
import struct
import zlib
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from html import escape
from urllib.parse import unquote

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

STYLE = """
body { max-width: 42rem; margin: 3rem auto; padding: 0 1rem; color: #222 }
body { font: 18px/1.6 "Noto Serif", "Noto Serif CJK SC", serif }
h1 { line-height: 1.2 } nav { font-family: sans-serif; color: #666 }
img { max-width: 100%; display: block; margin: 1.5rem 0 }
"""
ENGLISH = (
    "The lighthouse keeper wrote down every ship that passed, and the weather it sailed in. "
    "Nobody had asked him to, and for forty years nobody read what he wrote. "
    "When the harbour office burned down in the winter of 1911, his notebooks were all that was left of its records."
)
CHINESE = (
    "灯塔看守人把每一艘经过的船都记了下来，连同当天的天气。没有人要求他这样做，四十年间也没有人读过他写的东西。"
    "一九一一年冬天港务局失火之后，他的笔记本成了唯一留存的记录。"
)


def html_page(title: str, body: str, *, head: str = "", language: str = "en") -> web.Response:
    """A whole document."""
    text = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style>{head}</head><body>{body}</body></html>"
    )
    return web.Response(text=text, content_type="text/html")


def draw_png(width: int, height: int, red: int, green: int, blue: int) -> bytes:
    """A picture of one colour with a darker frame, made without any library."""
    inner = bytes((red, green, blue))
    edge = bytes((red // 2, green // 2, blue // 2))
    row = b"\0" + edge * 4 + inner * (width - 8) + edge * 4
    rows = (b"\0" + edge * width) * 4 + row * (height - 8) + (b"\0" + edge * width) * 4

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def article(_: web.Request) -> web.StreamResponse:
    """A long article in English with what such pages say about themselves."""
    head = (
        '<meta property="og:title" content="The Keeper’s Notebooks">'
        '<meta property="og:site_name" content="Harbour Review"><meta name="author" content="Ida Marsh">'
        '<meta property="article:published_time" content="2026-03-04T08:00:00+01:00">'
        '<meta name="description" content="What a lighthouse keeper wrote down for forty years.">'
        '<link rel="canonical" href="/article">'
    )
    paragraphs = "".join(
        f"<p>{ENGLISH}</p>"
        + (f'<img src="/picture.png?hue={index}" width="640" height="360">' if index % 6 == 3 else "")
        for index in range(24)
    )
    body = f"<nav>Harbour Review</nav><h1>The Keeper’s Notebooks</h1>{paragraphs}<p>The end of the article.</p>"
    return html_page("The Keeper’s Notebooks | Harbour Review", body, head=head)


async def chinese_article(_: web.Request) -> web.StreamResponse:
    """A Chinese article that declares the wrong language, as many do."""
    body = f"<h1>看守人的笔记</h1>{f'<p>{CHINESE}</p>' * 12}"
    return html_page("看守人的笔记_港口评论", body, head='<meta property="og:site_name" content="港口评论">')


async def short(_: web.Request) -> web.StreamResponse:
    """A page that fits into the window."""
    return html_page("A short page", "<h1>A short page</h1><p>Nothing more than this.</p>")


async def scripts(_: web.Request) -> web.StreamResponse:
    """Letters of many scripts, to look at."""
    lines = ("Latin: ships at sea", "中文：灯塔与船 日本語 한국어", "हिन्दी: जहाज़ और समुद्र", "😀🚢🌊 ₿ ไทย")
    body = "<h1>Scripts</h1>" + "".join(f"<p>{line}</p>" for line in lines)
    return html_page("Scripts", body)


async def picture(request: web.Request) -> web.StreamResponse:
    """A picture; `?hue=` changes its colour, `?seconds=` makes it late."""
    await asyncio.sleep(float(request.query.get("seconds", 0)))
    hue = int(request.query.get("hue", 0)) * 40 % 200
    return web.Response(body=draw_png(640, 360, 40 + hue, 120, 200 - hue), content_type="image/png")


async def lazy(_: web.Request) -> web.StreamResponse:
    """Pictures that load when they are scrolled to, by attribute and by observer."""
    by_attribute = "".join(
        f'<p>{ENGLISH}</p><img loading="lazy" src="/picture.png?hue={index}" width="640" height="360">'
        for index in range(6)
    )
    by_observer = "".join(
        f'<p>{ENGLISH}</p><img class="late" data-src="/picture.png?hue={index}" width="640" height="360">'
        for index in range(6)
    )
    script = """<script>
    const watch = new IntersectionObserver((entries) => entries.forEach((entry) => {
      if (entry.isIntersecting) { entry.target.src = entry.target.dataset.src; watch.unobserve(entry.target); }
    }));
    document.querySelectorAll(".late").forEach((image) => watch.observe(image));
    </script>"""
    return html_page("Lazy pictures", f"<h1>Lazy pictures</h1>{by_attribute}{by_observer}{script}")


async def gallery(_: web.Request) -> web.StreamResponse:
    """A hundred small pictures."""
    images = "".join(f'<img src="/picture.png?hue={i % 5}&n={i}" width="64" height="36">' for i in range(100))
    return html_page("Gallery", f"<h1>Gallery</h1>{images}")


async def application(_: web.Request) -> web.StreamResponse:
    """An application that asks for its content and shows it some 700 ms after load."""
    script = """<script>addEventListener("load", async () => {
      const answer = await fetch("/content.json?seconds=0.7"); const content = await answer.json();
      document.title = content.title;
      const paragraphs = content.paragraphs.map((text) => `<p>${text}</p>`);
      document.getElementById("app").innerHTML = `<h1>${content.title}</h1>` + paragraphs.join("");
    });</script>"""
    return html_page("Loading…", f'<div id="app">loading…</div>{script}')


async def timer_application(_: web.Request) -> web.StreamResponse:
    """The same without a request: a timer fills it in."""
    script = """<script>addEventListener("load", () => setTimeout(() => {
      document.getElementById("app").innerHTML = "<h1>Filled in by a timer</h1>" + "<p>It took a while.</p>".repeat(30);
    }, 700));</script>"""
    return html_page("Timer", f'<div id="app">loading…</div>{script}')


async def content(request: web.Request) -> web.StreamResponse:
    """What the application asks for."""
    await asyncio.sleep(float(request.query.get("seconds", 0)))
    return web.json_response({"title": "An application", "paragraphs": [ENGLISH] * 8})


async def redirect(request: web.Request) -> web.StreamResponse:
    """Goes where `?to=` says."""
    raise web.HTTPFound(unquote(request.query.get("to", "/article")))


async def script_redirect(request: web.Request) -> web.StreamResponse:
    """Goes elsewhere by script, once it has loaded."""
    target = escape(request.query.get("to", "/article"))
    return html_page("Elsewhere", f"<p>You are being taken elsewhere.</p><script>location.replace('{target}')</script>")


async def meta_redirect(request: web.Request) -> web.StreamResponse:
    """Goes elsewhere by a refresh of the document."""
    target = escape(request.query.get("to", "/article"))
    return html_page("Elsewhere", "<p>Elsewhere.</p>", head=f'<meta http-equiv="refresh" content="0;url={target}">')


async def slow(request: web.Request) -> web.StreamResponse:
    """Answers after `?seconds=` seconds."""
    await asyncio.sleep(float(request.query.get("seconds", 2)))
    return html_page("Slow", "<h1>Slow but sure</h1>")


async def tall(request: web.Request) -> web.StreamResponse:
    """As tall as `?height=` says."""
    height = int(request.query.get("height", 40_000))
    return html_page(
        "Tall", f'<h1>Tall</h1><div style="height:{height}px;background:linear-gradient(#fd8,#48f)"></div>'
    )


async def endless(_: web.Request) -> web.StreamResponse:
    """Grows whenever its end comes into view."""
    script = """<script>
    const list = document.getElementById("list"); let count = 0;
    const add = () => { for (let i = 0; i < 10; i++) {
      const item = document.createElement("p");
      item.style.height = "120px"; item.textContent = "Item " + (++count); list.append(item);
    } };
    add();
    const watch = new IntersectionObserver((entries) => { if (entries[0].isIntersecting) add(); });
    watch.observe(document.getElementById("end"));
    </script>"""
    return html_page("Endless", f'<h1>Endless</h1><div id="list"></div><div id="end">more…</div>{script}')


async def frames(request: web.Request) -> web.StreamResponse:
    """A frame of another site below the fold; `?from=` is that site."""
    other = escape(request.query.get("from", ""))
    frame = f'<iframe src="{other}/framed" width="600" height="300"></iframe>'
    return html_page("Frames", f'<h1>Frames</h1><div style="height:1500px">space</div>{frame}')


async def framed(_: web.Request) -> web.StreamResponse:
    """What stands in the frame."""
    return web.Response(text="<body style='background:#c22;color:#fff'><h1>Framed</h1>", content_type="text/html")


async def hints(request: web.Request) -> web.StreamResponse:
    """What the browser says of itself, in its request and to scripts."""
    said = escape(f"{request.headers.get('User-Agent')} | {request.headers.get('Sec-CH-UA')}")
    script = "<script>document.write(JSON.stringify(navigator.userAgentData))</script>"
    return html_page("Hints", f"<p>{said}</p>{script}")


async def reach(request: web.Request) -> web.StreamResponse:
    """A page that asks `?at=` for something in every way that stays on the page."""
    at = escape(request.query["at"])
    parts = (
        f"<img src='http://{at}/a'><iframe src='http://{at}/b'></iframe><script src='http://{at}/c'></script>"
        f"<link rel=prefetch href='http://{at}/d'><link rel=preconnect href='http://{at}'><style>@import 'http://{at}/e';"
        f"</style><video src='http://{at}/f' autoplay muted></video><script>fetch('http://{at}/g', {{mode: 'no-cors'}});"
        f"navigator.sendBeacon('http://{at}/h'); new WebSocket('ws://{at}/i'); new EventSource('http://{at}/j');"
        f"const call = new RTCPeerConnection({{iceServers: [{{urls: 'stun:{at}'}}]}}); call.createDataChannel('x');"
        "call.createOffer().then((offer) => call.setLocalDescription(offer));"
        f"new Worker(URL.createObjectURL(new Blob([\"fetch('http://{at}/k')\"])))</script>"
    )
    return html_page("Reaching out", f"<h1>Reaching out</h1><p>A harmless text.</p>{parts}")


async def missing(_: web.Request) -> web.StreamResponse:
    """A page that is not there, and says so."""
    response = html_page("Not found", "<h1>404</h1><p>There is no such page.</p>")
    response.set_status(404)
    return response


async def broken(_: web.Request) -> web.StreamResponse:
    """A server in trouble."""
    response = html_page("Error", "<h1>500</h1><p>Something broke.</p>")
    response.set_status(500)
    return response


async def blank(_: web.Request) -> web.StreamResponse:
    """Nothing at all."""
    return web.Response(text="<!doctype html><title></title><body></body>", content_type="text/html")


async def login(_: web.Request) -> web.StreamResponse:
    """A wall with a form."""
    form = '<form><input name="user"><input type="password" name="password"><button>Sign in</button></form>'
    return html_page("Sign in · Harbour Review", f"<h1>Sign in</h1><p>Please sign in to continue.</p>{form}")


async def bot_check(_: web.Request) -> web.StreamResponse:
    """What stands before so many sites."""
    response = html_page(
        "Just a moment...", "<h1>harbour.example</h1><p>Verifying you are human. This may take a few seconds.</p>"
    )
    response.set_status(403)
    return response


async def document(_: web.Request) -> web.StreamResponse:
    """A PDF, small but whole enough to be one."""
    return web.Response(
        body=b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        content_type="application/pdf",
    )


async def plain(_: web.Request) -> web.StreamResponse:
    """A text file."""
    return web.Response(text=f"{ENGLISH}\n" * 5, content_type="text/plain")


async def archive(_: web.Request) -> web.StreamResponse:
    """A file that no browser shows."""
    return web.Response(
        body=b"PK\x05\x06" + b"\0" * 18,
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="my notes.zip"'},
    )


async def large(request: web.Request) -> web.StreamResponse:
    """A file of `?size=` bytes, as zeros."""
    response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
    await response.prepare(request)
    with suppress(ConnectionError):  # the visitor may have had enough
        for _ in range(int(request.query.get("size", 60 * 1024 * 1024)) // 65_536):
            await response.write(b"\0" * 65_536)
    return response


async def private_parts(request: web.Request) -> web.StreamResponse:
    """A good page with one picture from where none may come."""
    target = escape(request.query.get("from", "http://10.0.0.1/secret.png"))
    return html_page("Parts", f'<h1>A good page</h1><p>{ENGLISH}</p><img src="{target}" width="10" height="10">')


async def cookie(request: web.Request) -> web.StreamResponse:
    """Says whether the visitor was here before."""
    seen = "yes" if "visited" in request.cookies else "no"
    response = html_page("Cookie", f"<h1>Seen before: {seen}</h1>")
    response.set_cookie("visited", "yes", max_age=3600)
    return response


ROUTES: Mapping[str, Handler] = {
    "/article": article,
    "/zh": chinese_article,
    "/short": short,
    "/scripts": scripts,
    "/picture.png": picture,
    "/lazy": lazy,
    "/gallery": gallery,
    "/spa": application,
    "/timer": timer_application,
    "/content.json": content,
    "/redirect": redirect,
    "/script-redirect": script_redirect,
    "/meta-redirect": meta_redirect,
    "/slow": slow,
    "/tall": tall,
    "/endless": endless,
    "/frames": frames,
    "/framed": framed,
    "/hints": hints,
    "/reach": reach,
    "/missing": missing,
    "/broken": broken,
    "/blank": blank,
    "/login": login,
    "/bot-check": bot_check,
    "/paper.pdf": document,
    "/notes.txt": plain,
    "/notes.zip": archive,
    "/large.bin": large,
    "/private-parts": private_parts,
    "/cookie": cookie,
}
