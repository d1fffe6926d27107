from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.localchat.entities import Entity
from bot.localchat.errors import ApiError
from bot.localchat.html_text import parse_html


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b> &lt;&amp;&gt; &quot;", 'a <&> "', [Entity("bold", 0, 1)]),
        ("👍<i>x<u>y</u></i>", "👍xy", [Entity("italic", 2, 2), Entity("underline", 3, 1)]),
        ('<a href="http://Example.COM">x</a>', "x", [Entity("text_link", 0, 1, url="http://example.com/")]),
        ("<a href='https://a.com/?x=1&amp;y=2'>x</a>", "x", [Entity("text_link", 0, 1, url="https://a.com/?x=1&y=2")]),
        ("<a>https://a.com/x</a>", "https://a.com/x", [Entity("text_link", 0, 15, url="https://a.com/x")]),
        ('<a href="http://localhost:80/x">x</a>', "x", []),
        ('<a href="http://127.0.0.1:80/x">x</a>', "x", [Entity("text_link", 0, 1, url="http://127.0.0.1:80/x")]),
        ('<pre><code class="language-py">x</code></pre>', "x", [Entity("pre", 0, 1, language="py")]),
        ('<code class="language-py">x</code>', "x", [Entity("code", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [Entity("expandable_blockquote", 0, 1)]),
        ("<blockquote>x</blockquote>", "x", [Entity("blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [Entity("spoiler", 0, 1)]),
        ("<b></b>x &nbsp; &#65;&#x42; &unknown;", "x &nbsp; AB &unknown;", []),
        ("<B>x</>", "x", [Entity("bold", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("é<x>", 'Unsupported start tag "x" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("1 < 2 & 3", 'Unsupported start tag "" at byte offset 2'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
    ],
)
def test_wrong_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)

    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text(alphabet=st.sampled_from("<>/ab =\"'&;#x1 pre\n"), max_size=50))
def test_any_text_is_read_or_refused(source: str) -> None:
    with suppress(ApiError):
        parse_html(source)
