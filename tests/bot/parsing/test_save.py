from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.links import Entity, MessageText
from bot.parsing.save import Remark, parse_remark, parse_save_request


def test_message_with_links_tags_and_words_is_a_wish_to_save() -> None:
    text = "😀 Good: example.com/a #Python, hidden and http://localhost/x#y -#old"
    entities = (Entity("url", 9, 13), Entity("text_link", 32, 6, "https://hidden.example/"))

    request = parse_save_request(MessageText(text, entities), ["https://button.example/"])

    assert request.links == (
        "example.com/a",
        "https://hidden.example/",
        "http://localhost/x#y",
        "https://button.example/",
    )
    assert (request.tags.added, request.tags.removed) == (("Python",), ("old",))
    assert request.note == "😀 Good:, hidden and"


def test_two_addresses_of_one_page_are_one_link() -> None:
    request = parse_save_request(MessageText("https://example.com/a?utm_source=x https://www.example.com/a"))

    assert request.links == ("https://example.com/a?utm_source=x",)


def test_what_is_not_http_is_asked_for_all_the_same() -> None:
    assert parse_save_request(MessageText("ftp://example.com/ ftp://example.com/")).links == ("ftp://example.com/",)


def test_reply_is_tags_and_a_note() -> None:
    remark = parse_remark(MessageText("#a -#b see https://example.com/#c  too"))

    assert remark == Remark(("a",), ("b",), "see https://example.com/#c too")


@given(st.text(), st.lists(st.text(), max_size=3))
def test_no_message_raises(text: str, extra: list[str]) -> None:
    request = parse_save_request(MessageText(text), extra)
    remark = parse_remark(MessageText(text))

    assert (request.tags.added, request.tags.removed) == (remark.added, remark.removed)
