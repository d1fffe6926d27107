"""Whatever an extractor lets through, an article runs nothing and fetches nothing from anywhere else."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.extract.sanitise import sanitise
from capture.extract.source import PageSource
from capture.extract.tidy import tidy

COPY = "assets/" + "0a" * 32
SOURCE = PageSource(url="https://a.example/b/c", assets={"https://a.example/p.png": "0a" * 32})
PASSIVE_SCHEMES = ("http://", "https://", "mailto:", "tel:", "#")
FRAGMENTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://a.example/p.png' onload=alert(1) style='x:expression(1)'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg onload=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<math href='javascript:alert(1)' xlink:href='javascript:alert(1)'><mi>x</mi></math>",
    "<math><maction actiontype='statusline#http://evil'><mi>x</mi></maction></math>",
    "<form action='https://evil.example'><input name=a><button>go</button></form>",
    "<iframe src='https://evil.example'></iframe><iframe srcdoc='<script>1</script>'>",
    "<object data=x></object><embed src=x><base href='https://evil.example/'><link rel=stylesheet href=x>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<style>@import 'https://evil.example'</style>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<video src=x poster=y autoplay></video><audio src=x>",
    "<img srcset='https://evil.example 1x' src='https://evil.example/x.png' alt='a picture'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea><title><script>alert(1)</script></title>",
    "<details ontoggle=alert(1) open><summary>x</summary></details>",
    "<![CDATA[<script>alert(1)</script>]]><!--<script>alert(1)</script>--><?php x ?>",
    "<p>", "</p>", "<table><td>", "</div>", "text & <", "\x00", "&#27;", "&#x1;", "<!--", "-->", "'\"",
)  # fmt: skip


class Looker(HTMLParser):
    """Finds what must not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self._judge(tag, name, value or "")

    def _judge(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in {"style", "srcset", "srcdoc", "action", "poster", "data", "background"}:
            self.wrong.append(f"{tag} {name}")
        if name in {"href", "cite"} and not value.startswith(PASSIVE_SCHEMES):
            self.wrong.append(f"{tag} {name}={value}")
        if name == "src" and value != COPY and not value.startswith("data:image/"):
            self.wrong.append(f"{tag} src={value}")


def look_for_trouble(html: str) -> list[str]:
    looker = Looker()
    looker.feed(html)
    looker.close()
    forbidden = {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "base",
        "meta",
        "link",
        "svg",
        "video",
    }
    return [*looker.wrong, *sorted(looker.tags & forbidden)]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_nothing_active_is_left(fragment: str) -> None:
    assert look_for_trouble(sanitise(fragment)) == []


@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=20)), max_size=12))
def test_nothing_active_is_left_of_any_mixture(parts: list[str]) -> None:
    once = sanitise("".join(parts))

    assert look_for_trouble(once) == []
    assert look_for_trouble(sanitise(tidy("".join(parts), SOURCE))) == []


@given(st.sampled_from(["href", "src", "cite", "class", "id", "width"]), st.text(max_size=40))
def test_no_value_of_an_attribute_is_trusted(name: str, value: str) -> None:
    quoted = value.replace("&", "&amp;").replace('"', "&quot;")

    assert look_for_trouble(sanitise(f'<a {name}="{quoted}"><img {name}="{quoted}">x</a>')) == []


def test_what_belongs_to_a_text_stays() -> None:
    html = (
        '<figure><img src="assets/' + "ab" * 32 + '" alt="x" width="3" height="2"><figcaption>c</figcaption></figure>'
        '<pre><code class="language-c++">a &lt; b</code></pre>'
        '<table><caption>t</caption><tbody><tr><th scope="col">h</th><td colspan="2">d</td></tr></tbody></table>'
        '<ol start="3"><li id="fn1">n</li></ol>'
        '<math display="block"><mi>x</mi></math><ruby>漢<rt>kan</rt></ruby><time datetime="2026-01-01">day</time>'
    )

    assert sanitise(html) == html


def test_only_our_own_classes_stay() -> None:
    assert sanitise('<code class="language-js">x</code><code class="evil">y</code>') == (
        '<code class="language-js">x</code><code>y</code>'
    )
