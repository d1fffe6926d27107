import pytest

from bot.localchat.entities import Entity
from bot.localchat.errors import ApiError
from bot.localchat.formatting import FormattedText, format_text


def test_a_text_is_cleaned_and_trimmed_with_its_entities() -> None:
    formatted = format_text("  a\r\nb\t<b>bold</b>  ", "HTML")

    assert formatted == FormattedText("a\nb bold", (Entity("bold", 4, 4),))


def test_what_lies_in_code_or_a_link_is_not_found_again() -> None:
    formatted = format_text('<code>#a</code> #b <a href="https://a.com">b.com</a>', "HTML")

    assert [(e.kind, e.offset) for e in formatted.entities] == [("code", 0), ("hashtag", 3), ("text_link", 6)]


def test_bold_and_hashtag_go_together() -> None:
    formatted = format_text("<b>#a</b>", "html")

    assert [e.kind for e in formatted.entities] == ["bold", "hashtag"]


@pytest.mark.parametrize(
    ("text", "mode", "reason"), [("x" * 32769, "", "text is too long"), ("x", "BBCode", "unsupported parse_mode")]
)
def test_what_telegram_does_not_read_is_refused(text: str, mode: str, reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        format_text(text, mode)
