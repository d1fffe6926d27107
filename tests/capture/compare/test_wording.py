from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.compare.noise import Moments
from capture.compare.wording import Wording, compare_texts, split_sentences

OLDER = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
MOMENTS = Moments(OLDER, OLDER + timedelta(days=1, hours=8, minutes=31))


def compare(older: str, newer: str) -> Wording:
    return compare_texts(older, newer, MOMENTS)


def test_sentences_that_came_and_went_are_named() -> None:
    found = compare("The ferry sails. It is blue.", "The ferry sails. It is green, since May! Take a coat.")

    assert found.added == ("It is green, since May!", "Take a coat.")
    assert found.removed == ("It is blue.",)


def test_chinese_sentences_end_without_a_space() -> None:
    assert split_sentences("渡轮九点开。今天晴！走吧？好；行") == ["渡轮九点开。", "今天晴！", "走吧？", "好；", "行"]
    assert compare("渡轮九点开。今天晴。", "渡轮九点开。今天雨。") == Wording(("今天雨。",), ("今天晴。",))


@pytest.mark.parametrize(
    ("older", "newer", "kind"),
    [
        ("Updated 12:30:05", "Updated 9:01 pm", "time"),
        ("It is 12:30 now.", "It is 12:45 now.", "time"),
        ("Clock: 12:30:05", "Clock: 17:01:59", "time"),
        ("当前时间 12:30", "当前时间 12:45", "time"),
        ("Last updated: 2024-01-01", "Last updated: 2024-03-02", "date"),
        ("It is 8:30 pm in Shanghai", "It is 5:01 am in Shanghai", "time"),
        ("北京时间 20:30", "北京时间 05:03", "time"),
        ("下午3点更新", "晚上11点30分更新", "time"),
        ("Today is 2026-11-24.", "Today is 2026-11-25.", "date"),
        ("Today is 24.11.2026.", "Today is 25.11.2026.", "date"),
        ("Tuesday, 24 November 2026 edition", "Tuesday, 26 November 2026 edition", "date"),
        ("Nov 24, 2026 edition", "Nov 25, 2026 edition", "date"),
        ("今天是11月24日。", "今天是11月25日。", "date"),
        ("Posted 5 minutes ago", "Posted 2 hours ago", "ago"),
        ("发布于5分钟前", "发布于3小时前", "ago"),
        ("1,204 views", "1.3k views", "counter"),
        ("阅读 1234", "阅读 1.2万", "counter"),
        ("33 人点赞", "34 人点赞", "counter"),
        ("4711", "4712", "number"),
        ("(1,024)", "(1,031)", "number"),
    ],
)
def test_what_changes_by_itself_is_ignored_and_named(older: str, newer: str, kind: str) -> None:
    assert compare(f"A page.\n{older}", f"A page.\n{newer}") == Wording((), (), (kind,), 1)


def test_a_time_beside_todays_date_is_part_of_it() -> None:
    found = compare("Generated 2026-11-24 03:00", "Generated 2026-11-25 17:15")

    assert found == Wording((), (), ("date", "time"), 1)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("It costs € 12.50.", "It costs € 14.00."),
        ("€ 12.50", "€ 14.00"),
        ("¥199", "¥259"),
        ("199元", "259元"),
        ("19.99", "24.99"),
        ("87 %", "91 %"),
        ("Chapter 3", "Chapter 4"),
        ("共5章", "共6章"),
        ("Open from 9:00 to 17:00", "Open from 10:00 to 17:00"),
        ("The ferry leaves at 3pm", "The ferry leaves at 4pm"),
        ("末班车 22:30", "末班车 23:00"),
        ("Hand it in by May 3, 2027", "Hand it in by May 10, 2027"),
        ("The concert is on 12.12.2026.", "The concert is on 19.12.2026."),
        ("报名截止12月1日", "报名截止12月8日"),
        ("Concert on May 3, 18:00", "Concert on May 3, 19:00"),
    ],
)
def test_numbers_hours_and_dates_that_say_something_are_no_noise(older: str, newer: str) -> None:
    assert compare(older, newer) == Wording((newer,), (older,))


def test_what_only_stands_elsewhere_has_not_changed() -> None:
    assert compare("One.\nTwo.\nThree.", "Three.\nOne.\nTwo.") == Wording()
    assert compare("One.\nIt is 12:30.\nThree.", "It is 21:01.\nOne.\nThree.") == Wording()


def test_a_moved_line_with_other_hours_has_changed() -> None:
    found = compare("Open 9:00.\nOne.\nTwo.\nThree.", "One.\nTwo.\nThree.\nOpen 11:15.")

    assert found == Wording(("Open 11:15.",), ("Open 9:00.",))


PIECES = st.sampled_from(
    ("12:30", "99:99", "31.2.2026", "Feb 31", "2月31日", "下午99点", "0am", "1234", "ago", "。", "\n", " ")
)


@given(st.lists(PIECES | st.text(max_size=5)).map("".join), st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_no_two_texts_raise(older: str, newer: str) -> None:
    compare(older, newer)
