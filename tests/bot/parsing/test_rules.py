import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.rules import fits, parse_pattern


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("zhihu.com", "zhihu.com"),
        ("https://www.Zhihu.com/", "zhihu.com"),
        ("*.example.com", "example.com"),
        ("example.com/blog/*", "example.com/blog"),
        ("例子.测试", "xn--fsqu00a.xn--0zwm56d"),
        ("nonsense", None),
        ("", None),
        ("#tag", None),
    ],
)
def test_patterns_as_people_write_them(text: str, pattern: str | None) -> None:
    assert parse_pattern(text) == pattern


@pytest.mark.parametrize(
    ("pattern", "url", "does_fit"),
    [
        ("zhihu.com", "https://www.zhihu.com/question/1", True),
        ("zhihu.com", "https://zhuanlan.zhihu.com/p/1", True),
        ("zhihu.com", "https://notzhihu.com/", False),
        ("zhihu.com", "https://zhihu.com.evil.example/", False),
        ("example.com/blog", "https://example.com/blog", True),
        ("example.com/blog", "https://example.com/blog/one?x=1", True),
        ("example.com/blog", "https://example.com/blogs/one", False),
        ("example.com/blog", "https://example.com/", False),
        ("example.com", "no address", False),
    ],
)
def test_which_addresses_fit(pattern: str, url: str, does_fit: bool) -> None:
    assert fits(pattern, url) is does_fit


@given(st.text())
def test_nothing_that_is_written_raises(text: str) -> None:
    pattern = parse_pattern(text)

    assert pattern is None or fits(pattern, f"http://{pattern}/more")
