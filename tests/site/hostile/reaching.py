"""Pages that want the browser to reach what is private; `AT` stands for the address of a canary."""

from collections.abc import Mapping
from dataclasses import dataclass

SHOWN = frozenset({"complete", "partial"})
ENDED = SHOWN | {"failed"}


@dataclass(frozen=True, slots=True)
class Reach:
    """A page's body, and how its capture may end."""

    body: str
    ends: frozenset[str] = SHOWN
    headers: str = ""
    before: str = ""  # what comes before the answer itself


def part(body: str) -> Reach:
    """A good page with a part that is not."""
    return Reach(f"<h1>Reaching</h1><p>Some words of it.</p>{body}")


def script(text: str) -> Reach:
    """The same by script."""
    return part(f"<script>{text}</script>")


REACHES: Mapping[str, Reach] = {
    "/reach-picture": part("<img src='http://AT/'><picture><source srcset='http://AT/ 2x'><img></picture>"),
    "/reach-script": part("<script src='http://AT/'></script><link rel=stylesheet href='http://AT/'>"),
    "/reach-style": part("<style>@import 'http://AT/'; p { background: url(http://AT/) }</style>"),
    "/reach-frame": part(
        "<iframe src='http://AT/'></iframe><object data='http://AT/'></object><embed src='http://AT/'>"
    ),
    "/reach-media": part(
        "<video src='http://AT/' poster='http://AT/' autoplay></video><audio src='http://AT/' autoplay></audio>"
    ),
    "/reach-fetch": script("fetch('http://AT/', {mode: 'no-cors'}); navigator.sendBeacon('http://AT/', 'x')"),
    "/reach-again": script(
        "const again = () => fetch('http://AT/' + Math.random(), {mode: 'no-cors'}).catch(() => 0).then(() => setTimeout(again, 5));"
        "for (let i = 0; i < 4; i++) again()"
    ),
    "/reach-xhr": script("const x = new XMLHttpRequest(); x.open('POST', 'http://AT/'); x.send('x')"),
    "/reach-events": script("new EventSource('http://AT/')"),
    "/reach-socket": script("new WebSocket('ws://AT/')"),
    "/reach-worker": script(
        "new Worker(URL.createObjectURL(new Blob([\"importScripts('http://AT/'); fetch('http://AT/')\"])))"
    ),
    "/reach-module-worker": script(
        "const code = URL.createObjectURL(new Blob([\"import 'http://AT/'\"], {type: 'text/javascript'}));"
        "new Worker(code, {type: 'module'}); new SharedWorker(code, {type: 'module'})"
    ),
    "/reach-shared-worker": script(
        "new SharedWorker(URL.createObjectURL(new Blob([\"fetch('http://AT/', {mode: 'no-cors'}); importScripts('http://AT/')\"])));"
        "new SharedWorker('http://AT/')"
    ),
    "/reach-worklets": script(
        "new OfflineAudioContext(1, 1, 8000).audioWorklet.addModule('http://AT/').catch(() => 0);"
        "CSS.paintWorklet.addModule('http://AT/').catch(() => 0)"
    ),
    "/reach-download": Reach(  # a download that is sent elsewhere is a link like any other, too
        "<h1>Links</h1><a download href='/moved-302-inside?x,AT'>one</a><a download href='/to-attachment-inside?x,AT'>two</a>"
        "<script>for (const link of document.links) link.click()</script>",
        ENDED,
    ),
    "/reach-download-elsewhere": Reach(  # which browsers take for a link like any other
        "<h1>Link</h1><a download href='http://AT/'>one</a><script>document.links[0].click()</script>", ENDED
    ),
    "/reach-service-worker": script("navigator.serviceWorker?.register('http://AT/').catch(() => 0)"),
    "/reach-hints": part(
        "<link rel=prefetch href='http://AT/'><link rel=preload as=image href='http://AT/'>"
        "<link rel=preconnect href='http://AT/'><link rel=dns-prefetch href='http://AT/'><link rel=icon href='http://AT/'>"
    ),
    "/reach-rules": part(
        '<script type=speculationrules>{"prerender":[{"source":"list","urls":["http://AT/"],"eagerness":"immediate"}]}</script>'
    ),
    "/reach-call": script(
        "const c = new RTCPeerConnection({iceServers: [{urls: 'stun:AT'}, {urls: 'turn:AT?transport=tcp', username: 'x', credential: 'x'}]});"
        "c.createDataChannel('x'); c.createOffer().then((o) => c.setLocalDescription(o))"
    ),
    "/reach-form": Reach(
        "<h1>Form</h1><form action='http://AT/' method=post></form><script>document.forms[0].submit()</script>", ENDED
    ),
    "/reach-pop-up": script("open('http://AT/')"),
    "/reach-refresh": Reach("<h1>Refresh</h1><meta http-equiv=refresh content='0;url=http://AT/'>", ENDED),
    "/reach-location": Reach("<h1>Location</h1><script>location = 'http://AT/'</script>", ENDED),
    "/reach-header": Reach("<h1>Header</h1>", ENDED, "Refresh: 0;url=http://AT/\r\n"),
    "/reach-early": Reach("<h1>Early</h1>", SHOWN, "Link: <http://AT/>; rel=preload; as=style\r\n"),
    "/reach-early-answer": Reach(
        "<h1>Early</h1>",
        before="HTTP/1.1 103 Early Hints\r\nLink: <http://AT/>; rel=preload; as=style, <http://AT>; rel=preconnect\r\n\r\n",
    ),
    "/reach-spellings": part(
        "".join(
            f"<img src='http://{host}:PORT/'>"
            for host in (
                "2130706433",
                "0x7f000003",
                "0177.0.0.3",
                "127.3",
                "[::ffff:127.0.0.3]",
                "localhost",
                "127.0.0.3.",
                "①②⑦.0.0.3",
                "[::1]",
                "[64:ff9b::7f00:3]",
                "[2002:7f00:3::]",  # 6to4
                "[2001:0:4136:e378:8000:63bf:80ff:fffc]",  # Teredo, which writes the address upside down
                "0",
            )
        )
    ),
}
