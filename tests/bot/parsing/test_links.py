import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.links import Entity, MessageText, find_links, find_spans


def plain(text: str) -> tuple[str, ...]:
    return find_links(MessageText(text))


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://example.com/a", ("https://example.com/a",)),
        ("HTTP://Example.com", ("HTTP://Example.com",)),
        ("http://localhost/x and http://127.0.0.1:8000/y", ("http://localhost/x", "http://127.0.0.1:8000/y")),
        ("ftp://example.com/a file:///etc/passwd", ("ftp://example.com/a", "file:///etc/passwd")),
        ("see (https://en.wikipedia.org/wiki/A_(b)).", ("https://en.wikipedia.org/wiki/A_(b)",)),
        ("<https://example.com/a>, «https://example.com/b»", ("https://example.com/a", "https://example.com/b")),
        ("**https://example.com/a**", ("https://example.com/a",)),
        ("看https://example.com/a，很好", ("https://example.com/a",)),
        ("（https://example.com/a）《https://example.com/b》", ("https://example.com/a", "https://example.com/b")),
        ("https://zh.wikipedia.org/wiki/你好，李焕英", ("https://zh.wikipedia.org/wiki/你好，李焕英",)),
        ("https://zh.wikipedia.org/wiki/网页存档。", ("https://zh.wikipedia.org/wiki/网页存档",)),
        ("seehttps://example.com/a", ("https://example.com/a",)),
        ("https://a.example/x#y?z=1&w=#q", ("https://a.example/x#y?z=1&w=#q",)),
        ("http:// nothing :// here", ()),
        ("example.com without a mark, a@example.com", ()),
    ],
)
def test_links_in_bare_text_are_found(text: str, links: tuple[str, ...]) -> None:
    assert plain(text) == links


def test_marked_links_are_found_behind_emoji() -> None:
    text = "😀👨‍👩‍👧 example.com/x 好 here"
    units = len(text.encode("utf-16-le")) // 2
    start = len("😀👨‍👩‍👧 ".encode("utf-16-le")) // 2
    entities = (Entity("url", start, 13), Entity("text_link", units - 4, 4, "https://hidden.example/"))

    assert find_links(MessageText(text, entities)) == ("example.com/x", "https://hidden.example/")


def test_links_stand_in_the_order_of_the_text_and_those_given_apart_follow() -> None:
    text = "http://localhost/1 two https://example.com/3"
    entities = (Entity("url", 23, 21), Entity("text_link", 19, 3, "https://example.com/2"))

    links = find_links(MessageText(text, entities), [" https://example.com/4 ", "", "http://localhost/1"])

    assert links == ("http://localhost/1", "https://example.com/2", "https://example.com/3", "https://example.com/4")


def test_address_shown_over_another_one_is_not_a_second_link() -> None:
    shown = MessageText("https://shown.example", (Entity("text_link", 0, 21, "https://real.example/"),))

    assert find_links(shown) == ("https://real.example/",)


def test_same_link_is_found_once() -> None:
    assert plain("https://example.com/ https://example.com/") == ("https://example.com/",)


def test_other_marks_and_marks_beyond_the_text_bring_nothing() -> None:
    entities = (Entity("bold", 0, 5), Entity("url", 90, 5), Entity("text_link", 0, 2), Entity("url", 0, 0))

    assert find_links(MessageText("hello", entities)) == ()


ENTITIES = st.builds(
    Entity, st.sampled_from(["url", "text_link", "bold"]), st.integers(-5, 80), st.integers(-5, 80), st.text(max_size=9)
)


@given(st.text(max_size=60), st.lists(ENTITIES, max_size=5), st.lists(st.text(max_size=9), max_size=3))
def test_no_message_raises(text: str, entities: list[Entity], extra: list[str]) -> None:
    links = find_links(MessageText(text, tuple(entities)), extra)

    assert len(links) == len(set(links))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.text(max_size=5))
def test_a_marked_link_is_cut_out_exactly_wherever_it_stands(before: str, after: str) -> None:
    text = f"{before} example.com/a {after}"
    offset = len(f"{before} ".encode("utf-16-le")) // 2

    spans = find_spans(MessageText(text, (Entity("url", offset, 13),)))

    assert ("example.com/a", len(before) + 1) in [(text[span.start : span.end], span.start) for span in spans]


@given(st.text(st.sampled_from("a😀é網 \n.,#"), max_size=20))
def test_an_explicit_link_is_found_in_any_company(before: str) -> None:
    assert "https://example.com/a" in plain(f"{before} https://example.com/a")
