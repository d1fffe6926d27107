import pytest

from bot.views.tags import hashtag, hashtags


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("recipe", "#recipe"),
        ("#recipe", "#recipe"),
        ("食谱", "#食谱"),
        ("c++", "#c++"),
        ("a b", "#a_b"),
        ("a\u202eb", "#ab"),
        ("", ""),
        ("#", ""),
        (" \u200b ", ""),
    ],
)
def test_tag_is_one_word_behind_its_sign(name: str, shown: str) -> None:
    assert hashtag(name) == shown


def test_tags_without_room_are_counted_and_none_is_cut() -> None:
    assert hashtags(["one", "two", "three"], 100) == "#one #two #three"
    assert hashtags(["one", "two", "three"], 15) == "#one #two +1"
    assert hashtags(["one", "two", "three"], 8) == "#one +2"
    assert hashtags(["one", "two", "three"], 2) == "+3"
    assert hashtags(["one"], 1) == ""
    assert hashtags([], 10) == ""
    assert hashtags(["", "one"], 10) == "#one"
