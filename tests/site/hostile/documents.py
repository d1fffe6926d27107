"""Documents that are too much, or never at rest: their bodies, as the page's author writes them."""

from collections.abc import Mapping

WASM_LOOP = "0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11"


def script(text: str) -> str:
    """A page with a heading and a script."""
    return f"<h1>Hostile</h1><p>Some words of it.</p><script>{text}</script>"


DOCUMENTS: Mapping[str, str] = {
    "/mutations": script("setInterval(() => document.body.append(document.createElement('i')), 0)"),
    "/history": script("setInterval(() => history.pushState(0, '', '#' + Math.random()), 0)"),
    "/hashes": script("let n = 0; setInterval(() => location.hash = ++n, 0)"),
    "/microtasks": script("const again = () => Promise.resolve().then(again); again()"),
    "/wasm-loop": script(
        f"WebAssembly.instantiate(new Uint8Array([{WASM_LOOP}])).then((made) => made.instance.exports.f())"
    ),
    "/worker-storm": script("for (let i = 0; i < 40; i++) new Worker(URL.createObjectURL(new Blob(['for(;;){}'])))"),
    "/regex": script(r"/^(a+)+$/.test('a'.repeat(60) + 'b')"),
    "/prints": script("setInterval(() => print(), 5)"),
    "/before-unload": script("onbeforeunload = (event) => { event.preventDefault(); return 'stay' }"),
    "/prompts": script(
        "navigator.geolocation.getCurrentPosition(() => 0); Notification.requestPermission();"
        "navigator.mediaDevices?.getUserMedia({video: true, audio: true}).catch(() => 0);"
        "navigator.clipboard?.readText().catch(() => 0); prompt('name?'); confirm('sure?')"
    ),
    "/downloads": script(
        "for (let i = 0; i < 20; i++) { const a = document.createElement('a'); a.download = 'x' + i;"
        "a.href = URL.createObjectURL(new Blob(['x'])); document.body.append(a); a.click() }"
    ),
    "/full-screen": script(
        "document.documentElement.requestFullscreen().catch(() => 0); document.body.requestPointerLock?.()"
    ),
    "/frames": "<h1>Frames</h1>" + "<iframe src='/frames?again'></iframe>" * 8,
    "/text-node": f"<h1>Long</h1><p>{'word ' * 4_000_000}</p>",
    "/elements": f"<h1>Many</h1>{'<b>x</b>' * 150_000}",
    "/nested": f"<h1>Deep</h1>{'<div>' * 8_000}bottom{'</div>' * 8_000}",
    "/tall": "<h1>Tall</h1><div style='height:30000000px;background:linear-gradient(red,blue)'></div>",
    "/wide": "<h1>Wide</h1><div style='width:100000px;height:100px;background:red'></div>",
    "/grid": "<h1>Grid</h1><div style='display:grid;grid-template:repeat(1000,9px)/repeat(1000,9px)'>x</div>",
    "/variables": "<style>:root{--a0:xxxxxxxxxx;"
    + "".join(f"--a{n}:{f'var(--a{n - 1})' * 10};" for n in range(1, 12))
    + "}p::after{content:var(--a11)}</style><h1>Variables</h1><p>words</p>",
    "/svg-bomb": "<h1>Uses</h1><svg><defs><g id=a0><rect width=9 height=9 /></g>"
    + "".join(f"<g id=a{n}>{f'<use href=#a{n - 1} />' * 10}</g>" for n in range(1, 7))
    + "</defs><use href=#a6 /></svg>",
    "/long-title": f"<title>{'title ' * 300_000}</title><h1>Title</h1><p>words</p>",
    "/many-pictures": "<h1>Pictures</h1>" + "".join(f"<img src='/nothing?{n}'>" for n in range(1_500)),
    "/active-title": "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title><meta name=author content='\"><script>alert(1)</script>'>"
    "<meta property=og:title content='<img src=x onerror=alert(1)>'><h1 onclick=alert(1)>Active</h1>"
    "<p><a href='javascript:alert(1)'>words</a> <svg onload=alert(1)></svg></p>",
}
