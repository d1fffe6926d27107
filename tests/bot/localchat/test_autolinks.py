import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.localchat.autolinks import find_addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.com/a?b=c#d.", ["https://example.com/a?b=c#d"]),
        ("http://127.0.0.1:8000/x", ["http://127.0.0.1:8000/x"]),
        ("http://localhost/x http://localhost:80", []),
        ("example.com and example.notatld", ["example.com"]),
        ("http://example.notatld/", ["http://example.notatld/"]),
        ("(https://en.wikipedia.org/wiki/A_(b))", ["https://en.wikipedia.org/wiki/A_(b)"]),
        ("https://a.com/x, https://b.com/y; https://c.com!", ["https://a.com/x", "https://b.com/y", "https://c.com"]),
        ("«https://a.com/x»", ["https://a.com/x"]),
        ("https://a.com/x…", ["https://a.com/x"]),
        ('<https://a.com/x> "https://b.com"', ["https://a.com/x", "https://b.com"]),
        ("https://пример.рф/путь", ["https://пример.рф/путь"]),
        ("看https://例子.中国/页 好", ["https://例子.中国/页"]),
        ("https://user:secret@example.com/x", ["https://user:secret@example.com/x"]),
        ("tftp://example.com xhttps://example.com", ["https://example.com"]),
        ("256.1.1.1 1.2.3.4 1.2.3", ["1.2.3.4"]),
        ("a_b.com http://under_score.com/", []),
        ("https://example.com:99999/x", ["https://example.com"]),
        ("end. Next one", []),
        ("x.", []),
        ("https://example.com/?q=a'b", ["https://example.com/?q=a'b"]),
        ("HTTPS://EXAMPLE.COM/A", ["HTTPS://EXAMPLE.COM/A"]),
    ],
)
def test_addresses_are_found_as_telegram_finds_them(text: str, found: list[str]) -> None:
    assert [text[address.start : address.end] for address in find_addresses(text)] == found


def test_a_mail_address_is_no_web_address() -> None:
    text = "mail ann@example.com or mailto:bob@example.org"

    addresses = find_addresses(text)

    assert [(a.kind, text[a.start : a.end]) for a in addresses] == [
        ("email", "ann@example.com"),
        ("email", "bob@example.org"),
    ]


@given(st.text(alphabet=st.sampled_from("ab.:/@#?( )[]é中 \n1-_~'\"http"), max_size=60))
def test_any_text_gives_places_within_it_in_order(text: str) -> None:
    position = 0
    for address in find_addresses(text):
        assert position <= address.start < address.end <= len(text)
        position = address.end
