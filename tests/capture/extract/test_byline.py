"""Who wrote it and when, as people are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from capture.extract.byline import Byline, find_author, find_byline, find_date


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("2026-03-04 来源：港口日报 作者：林海", "林海"),
        ("作者\n：\n林海", "林海"),
        ("作 者：林海 周帆 字号：大 小", "林海 周帆"),
        ("文 / 林海", "林海"),
        ("文｜林海", "林海"),
        ("撰文：林海", "林海"),
        ("本报记者 林海", "林海"),
        ("记者：林海、周帆", "林海、周帆"),
        ("来源: 港口日报", "港口日报"),
        ("（责任编辑：石敏）", "石敏"),
        ("编辑丨石敏", "石敏"),
        ("作者：未知 责任编辑：石敏", "石敏"),
        ("作者：Lin Hai", "Lin Hai"),
        ("中文/English", ""),
        ("这是一篇没有署名的文章", ""),
        ("", ""),
    ],
)
def test_author_is_who_is_said_to_be_one(text: str, author: str) -> None:
    assert find_author(text) == author


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("2026年03月04日 08:15", "zh", "2026-03-04T08:15:00+08:00"),
        ("2026年3月4日", "zh", "2026-03-04"),
        ("2026-03-04 08:15:16 来源", "zh", "2026-03-04T08:15:16+08:00"),
        ("2026.3.4", "zh", "2026-03-04"),
        ("1999/12/31 23时59分", "zh", "1999-12-31T23:59:00+08:00"),
        ("2026年3月4日 8:15", "ja", "2026-03-04"),
        ("自2011年1月2日起；发布时间：2026-03-04", "zh", "2026-03-04"),
        ("发布于 2026-03-04 08:15", "zh", "2026-03-04T08:15:00+08:00"),
        ("2026-13-40, 2026-02-01", "zh", "2026-02-01"),
        ("今天是2026年5月6日 2026年3月4日 08:15", "zh", "2026-03-04T08:15:00+08:00"),
        ("9999-01-01", "zh", ""),
        ("1066-10-14", "zh", ""),
        ("12026-03-041", "zh", ""),
        ("", "zh", ""),
    ],
)
def test_date_is_what_is_said_to_be_one(text: str, language: str, date: str) -> None:
    assert find_date(text, language) == date


@given(st.text(alphabet="0123456789年月日-/:. T作者来源：林海", max_size=60))
def test_nothing_that_people_write_raises(text: str) -> None:
    assert isinstance(find_date(text, "zh"), str)
    assert isinstance(find_author(text), str)


@pytest.mark.parametrize(
    ("url", "html", "byline"),
    [
        (
            "https://mp.weixin.qq.com/s/x",
            "<h1>T</h1><a id='js_name'> 灯塔笔记 </a><em id='publish_time'>2026年3月4日 20:30</em>",
            Byline("灯塔笔记", "2026-03-04T20:30:00+08:00"),
        ),
        (
            "https://zhuanlan.zhihu.com/p/1",
            "<div class='AuthorInfo'><meta itemprop='name' content='林海'></div>"
            "<div class='ContentItem-time'>发布于 2026-03-04 20:30</div>",
            Byline("林海", "2026-03-04T20:30:00+08:00"),
        ),
        (
            "https://weibo.com/1/Ab",
            "<a class='x_head_name_y'>港口日报</a><a class='a_head-info_time_b' title='2026-03-04 20:30'>昨天</a>",
            Byline("港口日报", "2026-03-04T20:30:00+08:00"),
        ),
        (
            "https://notweibo.com/1",
            "<p>1990-01-02 以来</p><h1>T</h1><p>2026-03-04</p><p>来源：港口日报</p>",
            Byline("港口日报", "1990-01-02"),
        ),
    ],
)
def test_byline_of_a_site(url: str, html: str, byline: Byline) -> None:
    page = document_fromstring(f"<html><body>{html}</body></html>")

    assert find_byline(page, url, title="T", text="", language="zh") == byline


def test_pages_that_are_not_chinese_are_not_read_for_chinese_words() -> None:
    page = document_fromstring("<html><body><h1>T</h1><p>作者：林海 2026-03-04</p></body></html>")

    assert find_byline(page, "https://a.example/", title="T", text="", language="en") == Byline()
