import pytest

from tests.bot.views.telegram_html import visible_text


def test_reader_returns_what_is_seen() -> None:
    assert visible_text("<b>a &amp; b</b>\n<blockquote expandable>c</blockquote>") == "a & b\nc"


@pytest.mark.parametrize(
    "markup", ["<b>a", "a</b>", "<i>a</i>", "a < b", "a & b", "<b expandable>a</b>", "a\u202eb", "<code>a</b>"]
)
def test_reader_refuses_what_telegram_might_not_take(markup: str) -> None:
    with pytest.raises(ValueError, match=r"tag|closed|HTML|character"):
        visible_text(markup)
