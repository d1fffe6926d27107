"""Pages with something lying over them: banners, walls, bars, applications that scroll inside of themselves."""

from aiohttp import web

from tests.site.pages import CHINESE, ENGLISH, Handler, html_page

FIXED = "position:fixed;left:0;right:0;z-index:999"
BUTTONS = "<button>Accept all</button> <button>Reject all</button>"
CONSENT = f"<p>We and our 842 partners use cookies to keep you company.</p>{BUTTONS}"


def story(language: str = "en", paragraphs: int = 14) -> str:
    """Something to read below whatever lies over it."""
    text = CHINESE if language == "zh" else ENGLISH
    return f"<h1>The story below</h1>{f'<p>{text}</p>' * paragraphs}<p>The end of the story.</p>"


async def onetrust(_: web.Request) -> web.StreamResponse:
    """A banner of a well-known maker with its backdrop, on a page that may not be scrolled."""
    layers = f"""<div id="onetrust-consent-sdk"><div style="{FIXED};top:0;bottom:0;background:#0009"></div>
    <div id="onetrust-banner-sdk" style="{FIXED};bottom:0;background:#c00;color:#fff;padding:40px">{CONSENT}</div></div>
    <style>html, body {{ overflow: hidden; height: 100% }} body {{ filter: blur(4px) }}</style>"""
    return html_page("OneTrust", story() + layers)


async def home_made(_: web.Request) -> web.StreamResponse:
    """A banner that nobody has a rule for."""
    return html_page(
        "Home-made", f'{story()}<div class="x7" style="{FIXED};bottom:0;background:#c00;padding:30px">{CONSENT}</div>'
    )


async def shadow_banner(request: web.Request) -> web.StreamResponse:
    """A banner in a shadow root; `?mode=` says whether that is open."""
    mode = "closed" if request.query.get("mode") == "closed" else "open"
    script = f"""<x-banner></x-banner><script>
    document.querySelector("x-banner").attachShadow({{ mode: "{mode}" }}).innerHTML =
      `<div style="{FIXED};bottom:0;background:#c00;padding:60px">{CONSENT}</div>`;
    </script>"""
    return html_page("Shadow", story() + script)


async def late_banner(_: web.Request) -> web.StreamResponse:
    """A banner that slides in once the page has been scrolled."""
    script = f"""<style>@keyframes in {{ from {{ transform: translateY(100%) }} }}</style><script>
    addEventListener("scroll", () => {{
      if (document.getElementById("late")) return;
      document.body.insertAdjacentHTML("beforeend",
        `<div id="late" style="{FIXED};bottom:0;background:#c00;padding:60px;animation:in 2s">{CONSENT}</div>`);
    }});</script>"""
    return html_page("Late", story() + script)


async def chinese_app(_: web.Request) -> web.StreamResponse:
    """What Chinese pages put over themselves: a layer that asks for the application, and a window to log in."""
    button = "bottom:90px;margin:auto;width:200px;background:#06f;color:#fff"
    layers = f"""<div class="OpenInAppButton" style="{FIXED};{button}">App 内打开</div>
    <div class="m77" style="{FIXED};top:0;bottom:0;background:#0008">
    <div style="width:400px;margin:150px auto;background:#fff">
    <h2>登录后查看更多</h2><p>验证码登录 密码登录 扫码登录</p>
    <input type="password"><button>登录</button></div></div>"""
    return html_page("看守人的笔记 - 知乎", story("zh") + layers, language="zh")


async def newsletter(_: web.Request) -> web.StreamResponse:
    """A window that asks for an address, with its backdrop, and a bubble to chat with."""
    layers = f"""<div style="{FIXED};top:0;bottom:0;background:#000a"></div>
    <div role="dialog" style="{FIXED};top:200px;width:600px;height:360px;margin:auto;background:#c00">
    <h1>Subscribe to our newsletter</h1><input type="email"><button>Sign up</button><button>No</button></div>
    <div style="position:fixed;right:20px;bottom:20px;width:120px;height:60px;background:#06f">Chat with us</div>"""
    return html_page("Newsletter", story() + layers)


async def sticky(_: web.Request) -> web.StreamResponse:
    """A header that stays, a list of contents beside the text, and a bar at the lower edge."""
    style = """<style>header { position: fixed; inset: 0 0 auto 0; height: 64px; background: #060 }
    header { color: #fff; z-index: 9 }
    body { padding-top: 80px }
    aside { position: fixed; left: 8px; top: 90px; width: 200px; height: 500px; background: #cfc }
    .bar { position: fixed; inset: auto 0 0 0; height: 70px; background: #c00 }</style>"""
    body = (
        f'<header>PINNED HEADER</header><aside>Contents<br>One<br>Two</aside>{story()}<div class="bar">Share this</div>'
    )
    return html_page("Sticky", body, head=style)


async def wall(_: web.Request) -> web.StreamResponse:
    """A banner with nothing below it: all that there is to see."""
    return html_page("Wall", f'<div style="{FIXED};top:0;bottom:0;background:#eee">{CONSENT}</div>')


async def modal_app(_: web.Request) -> web.StreamResponse:
    """An application whose root is pinned to the window: no layer, but the page itself."""
    body = f'<div id="root" style="position:fixed;inset:0;overflow:auto;background:#fff">{story(paragraphs=4)}</div>'
    return html_page("Pinned root", body)


async def shell(_: web.Request) -> web.StreamResponse:
    """An application as tall as the window, which scrolls inside of itself."""
    style = """<style>html, body { margin: 0; max-width: none; padding: 0; height: 100% }
    #app { display: flex; height: 100vh }
    nav { width: 240px; background: #def } main { flex: 1; overflow-y: auto; padding: 20px }</style>"""
    return html_page("Shell", f'<div id="app"><nav>Menu</nav><main>{story(paragraphs=30)}</main></div>', head=style)


async def moving(_: web.Request) -> web.StreamResponse:
    """Things that come in slowly, and one that goes round for ever."""
    style = """<style>.in { animation: in 30s } @keyframes in { from { opacity: 0 } }
    .reveal { opacity: 0; transition: opacity 20s } .reveal.seen { opacity: 1 }
    .round { width: 40px; height: 40px; background: #06f; animation: round 2s infinite }
    @keyframes round { to { transform: rotate(1turn) } } .block { height: 300px; background: #c00 }</style>"""
    script = """<script>const watch = new IntersectionObserver((all) => all.forEach((one) => {
      if (one.isIntersecting) one.target.classList.add("seen"); }));
    document.querySelectorAll(".reveal").forEach((one) => watch.observe(one));</script>"""
    boxes = '<div class="in block"></div><div class="round"></div>'
    body = f'{boxes}{story(paragraphs=8)}<div class="reveal block"></div>{script}'
    return html_page("Moving", body, head=style)


async def hero(_: web.Request) -> web.StreamResponse:
    """Words set over a picture, as the heads of many pages are."""
    body = f"""<div style="position:relative;height:700px">
    <img src="/picture.png" style="position:absolute;inset:0;width:100%;height:100%">
    <div style="position:absolute;z-index:200;inset:100px"><p>Sign up for the sea</p></div></div>{story()}"""
    return html_page("Hero", body)


async def forgotten(_: web.Request) -> web.StreamResponse:
    """Pictures whose script never comes, as on WeChat."""
    image = (
        '<img data-src="/picture.png?hue={}" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="640" height="360">'
    )
    return html_page("Forgotten", f"<h1>Forgotten</h1>{''.join(image.format(hue) for hue in range(8))}")


async def slow_lazy(_: web.Request) -> web.StreamResponse:
    """A page with a slow part at its top, and pictures that wait until they are seen, each of them slow as well."""
    image = '<p>A line.</p><img class="late" data-late="/picture.png?hue={}&seconds=0.5" width="640" height="360">'
    script = """<script>const watch = new IntersectionObserver((all) => all.forEach((one) => {
      if (one.isIntersecting) { one.target.src = one.target.dataset.late; watch.unobserve(one.target); } }));
    document.querySelectorAll(".late").forEach((one) => watch.observe(one));</script>"""
    slow = '<img src="/picture.png?seconds=1" width="4" height="4">'
    return html_page("Slow and lazy", f"{slow}{''.join(image.format(hue) for hue in range(8))}{script}")


PHONE_HEAD = '<meta name="viewport" content="width=device-width, initial-scale=1">'


async def for_phones(_: web.Request) -> web.StreamResponse:
    """A page made for telephones, which has dark colours, too."""
    style = "<style>@media (prefers-color-scheme: dark) { html { background: #111 } body { color: #ddd } }</style>"
    hero = '<div style="height:100vh;background:#06f"></div>'
    end = '<div style="height:60px;background:#c00"></div>'
    return html_page("For phones", f"{hero}{story(paragraphs=20)}{end}", head=PHONE_HEAD + style)


async def for_desktops(_: web.Request) -> web.StreamResponse:
    """A page that knows nothing of telephones, wider than they are."""
    bar = '<div style="display:flex;width:960px;height:80px"><i style="flex:1;background:#06f"></i>'
    return html_page("For desktops", f'{bar}<i style="width:200px;background:#c00"></i></div>{story()}')


LAYER_ROUTES: dict[str, Handler] = {
    "/layers/onetrust": onetrust,
    "/layers/home-made": home_made,
    "/layers/shadow": shadow_banner,
    "/layers/late": late_banner,
    "/layers/chinese-app": chinese_app,
    "/layers/newsletter": newsletter,
    "/layers/sticky": sticky,
    "/layers/wall": wall,
    "/layers/modal-app": modal_app,
    "/layers/shell": shell,
    "/layers/moving": moving,
    "/layers/hero": hero,
    "/layers/forgotten": forgotten,
    "/layers/slow-lazy": slow_lazy,
    "/layers/for-phones": for_phones,
    "/layers/for-desktops": for_desktops,
}
