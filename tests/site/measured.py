"""Pages for the benchmarks: a long Chinese article, one with a font and frames, and ten of one site."""

from functools import cache

import pyvips
from aiohttp import web

from tests.site.archive import font
from tests.site.pages import CHINESE, ENGLISH, html_page

PAGES_OF_SITE = 10
FONT = "@font-face{font-family:Blocks;src:url(/measured/font.ttf)} h1{font-family:Blocks,serif}"
SHADOW = (
    "<div><template shadowrootmode=open><style>p{color:#063;padding:1em}</style><p>In a shadow</p></template></div>"
)


async def long_article(_: web.Request) -> web.StreamResponse:
    """A Chinese article of some 20,000 characters with pictures."""
    paragraphs = "".join(
        f"<p>{CHINESE}</p>"
        + (f'<img src="/picture.png?hue={index}" width="640" height="360">' if index % 20 == 7 else "")
        for index in range(100)
    )
    body = f"<h1>看守人的笔记</h1>{paragraphs}<p>全文完。</p>"
    return html_page("看守人的笔记_港口评论", body, language="zh-CN")


async def framed_page(_: web.Request) -> web.StreamResponse:
    """A web font, two frames, one of them below the fold, and a shadow root."""
    frame = '<iframe src="/framed" width="600" height="300"></iframe>'
    body = f"<h1>Frames and fonts</h1>{frame}{SHADOW}{f'<p>{ENGLISH}</p>' * 20}{frame}<p>After the frames.</p>"
    return html_page("Frames and fonts", body, head=f"<style>{FONT}</style>")


async def page_of_site(request: web.Request) -> web.StreamResponse:
    """One of ten pages with one style sheet, one font, a banner and a logo, and a picture of its own."""
    number = int(request.match_info["number"])
    body = (
        f'<img src="/measured/banner.jpg" width="1200" height="200"><img src="/measured/logo.jpg" width="64" height="64">'
        f"<h1>Page {number}</h1>{f'<p>{ENGLISH} {number}</p>' * 8}"
        f'<img src="/picture.png?hue={number}" width="640" height="360">'
    )
    return html_page(f"Page {number}", body, head='<link rel="stylesheet" href="/measured/site.css">')


async def site_style(_: web.Request) -> web.StreamResponse:
    """The style sheet of the ten pages: 40 KB, as a framework's is."""
    rules = "".join(
        f".box-{index}{{margin:{index}px;padding:{index % 7}em;color:#{index:06x}}}" for index in range(800)
    )
    return web.Response(text=FONT + rules, content_type="text/css")


async def grain(request: web.Request) -> web.StreamResponse:
    """A picture that compresses no better than a photograph does."""
    size = (1200, 200) if "banner" in request.path else (64, 64)
    return web.Response(body=draw_grain(*size), content_type="image/jpeg")


@cache
def draw_grain(width: int, height: int) -> bytes:
    """A JPEG of grey grain, the same at each call."""
    picture = pyvips.Image.gaussnoise(width, height, mean=128, sigma=40, seed=7).cast("uchar")
    return bytes(picture.jpegsave_buffer(Q=75))


MEASURED_ROUTES = {
    "/measured/article": long_article,
    "/measured/frames": framed_page,
    "/measured/site/{number}": page_of_site,
    "/measured/site.css": site_style,
    "/measured/banner.jpg": grain,
    "/measured/logo.jpg": grain,
    "/measured/font.ttf": font,
}
