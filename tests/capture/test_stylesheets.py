"""Addresses in style sheets, as an independent tokeniser sees them afterwards."""

import re
from time import perf_counter

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from capture.stylesheets import DEFINED, NOTHING, quote_css, rewrite_css, unquote, with_fragment

BASE = "https://site.example/css/main.css"
PIECES = st.sampled_from(
    [
        *(
            "url(",
            "URL(",
            "u\\72l(",
            "src(",
            "image-set(",
            "-webkit-image-set(",
            "type(",
            "@import ",
            "@charset ",
            "@namespace ",
        ),
        *(
            '"',
            "'",
            ")",
            "(",
            "{",
            "}",
            ";",
            ":",
            "/*",
            "*/",
            "\\",
            "\n",
            " ",
            "a.png",
            "//evil.example/x",
            "#id",
            "1x",
            ",",
        ),
        *(
            "javascript:alert(1)",
            "data:image/png;base64,AA",
            "</style>",
            "é",
            "\\\n",
            "a{b:",
            "--x:",
            ":defined",
            "\\22 ",
            "\0",
        ),
    ]
)


def rewrite(text: str) -> str:
    """Every address becomes its last part under assets/."""
    return rewrite_css(text, [BASE], lambda url: f"assets/{url.rpartition('/')[2]}" if "site.example" in url else None)


def addresses(css: str) -> list[str]:
    """What the tokeniser of another house calls an address."""
    found: list[str] = []

    def look(nodes: list[tinycss2.ast.Node]) -> None:
        for node in nodes:
            if node.type == "url":
                found.append(node.value)
            elif node.type == "function":
                if node.lower_name in ("url", "src"):
                    found.extend(one.value for one in node.arguments if one.type == "string")
                look(node.arguments)
            elif hasattr(node, "content") and isinstance(node.content, list):
                look(node.content)

    look(tinycss2.parse_component_value_list(css))
    return found


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a{b:url(x.png)}", 'a{b:url("assets/x.png")}'),
        ("a{b:URL( 'x y.png' )}", 'a{b:url("assets/x%20y.png")}'),
        ('@import "a.css" screen;', '@import url("assets/a.css") screen;'),
        ("@import url(b.css)layer(x);", '@import url("assets/b.css")layer(x);'),
        ('@charset "gbk";a{}', "a{}"),
        ("a{b:u\\72l(x.png)}", 'a{b:url("assets/x.png")}'),
        (
            'a{b:image-set("a.png" 1x type("image/png"), url(b.png) 2x)}',
            'a{b:image-set(url("assets/a.png") 1x type("image/png"), url("assets/b.png") 2x)}',
        ),
        ("a{filter:url(#f)}", 'a{filter:url("#f")}'),
        ("a{b:url(http://other.example/x)}", f'a{{b:url("{NOTHING}")}}'),
        ("a{b:url(javascript:alert(1))}", f'a{{b:url("{NOTHING}"))}}'),
        ("/* url(x) */a{content:'url(y)'}", "/* url(x) */a{content:'url(y)'}"),
        (".my-url(x){}", ".my-url(x){}"),
        ("@namespace svg url(http://www.w3.org/2000/svg);", "@namespace svg url(http://www.w3.org/2000/svg);"),
        ("x-a:not(:defined){}", f"x-a:not({DEFINED}){{}}"),
        (".is\\:defined{}", ".is\\:defined{}"),
    ],
)
def test_address_is_put_in_its_place(given_text: str, expected: str) -> None:
    assert rewrite(given_text) == expected


def test_address_in_a_variable_is_looked_for_beside_every_sheet_that_may_use_it() -> None:
    written = rewrite_css(
        ":root{--x:url(a.png)}",
        [BASE, "https://site.example/page"],
        {"https://site.example/a.png": "assets/1"}.get,
    )

    assert written == ':root{--x:url("assets/1")}'


@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_address_survives_that_was_not_put_there(text: str) -> None:
    namespaces = re.compile(r"@namespace\b[^;{}]*", re.IGNORECASE)

    written = namespaces.sub("", rewrite(text))

    for address in addresses(written):
        assert address.startswith(("assets/", "#")) or address in (NOTHING, ""), (text, written)


@pytest.mark.parametrize("piece", ["/**/", "/*", "url(", "url('", '"\\', "@import/**/", "image-set((", "\\", "url(\\"])
def test_no_text_takes_long(piece: str) -> None:
    began = perf_counter()

    rewrite("@import" + piece * 20_000)

    assert perf_counter() - began < 2


@given(st.text())
def test_quoted_text_reads_back(text: str) -> None:
    clean = text.replace("\0", "").replace("\r", "")

    assert unquote(f'"{quote_css(clean)}"') == clean
    assert "<" not in quote_css(clean)


def test_fragment_stays() -> None:
    assert with_fragment("assets/1", "https://a/b.svg#icon") == "assets/1#icon"
    assert with_fragment("assets/1", 'https://a/b.svg#"> <x') == "assets/1#%22%3E%20%3Cx"
    assert with_fragment("assets/1", "https://a/b.svg") == "assets/1"
