import pytest

from capture.compare.wording import Wording, compare_texts, split_sentences


def test_sentences_that_came_and_went_are_named() -> None:
    found = compare_texts("The ferry sails. It is blue.", "The ferry sails. It is green, since May! Take a coat.")

    assert found.added == ("It is green, since May!", "Take a coat.")
    assert found.removed == ("It is blue.",)


def test_chinese_sentences_end_without_a_space() -> None:
    assert split_sentences("渡轮九点开。今天晴！走吧？好；行") == ["渡轮九点开。", "今天晴！", "走吧？", "好；", "行"]
    assert compare_texts("渡轮九点开。今天晴。", "渡轮九点开。今天雨。") == Wording(("今天雨。",), ("今天晴。",))


@pytest.mark.parametrize(
    ("older", "newer", "kind"),
    [
        ("Updated 12:30:05", "Updated 9:01 pm", "time"),
        ("下午3点更新", "上午11点更新", "time"),
        ("Today is 2026-11-24.", "Today is 2026-11-25.", "date"),
        ("Posted 3 May 2026", "Posted 4 May 2026", "date"),
        ("Nov 24, 2026 edition", "Nov 25, 2026 edition", "date"),
        ("今天是11月24日。", "今天是11月25日。", "date"),
        ("Posted 5 minutes ago", "Posted 2 hours ago", "ago"),
        ("发布于5分钟前", "发布于3小时前", "ago"),
        ("1,204 views", "1.3k views", "counter"),
        ("阅读 1234", "阅读 1.2万", "counter"),
        ("33 人点赞", "34 人点赞", "counter"),
        ("4711", "4712", "number"),
    ],
)
def test_what_changes_by_itself_is_ignored_and_named(older: str, newer: str, kind: str) -> None:
    assert compare_texts(f"A page.\n{older}", f"A page.\n{newer}") == Wording((), (), (kind,), 1)


@pytest.mark.parametrize(
    ("older", "newer"), [("It costs € 12.50.", "It costs € 14.00."), ("Chapter 3", "Chapter 4"), ("共5章", "共6章")]
)
def test_numbers_that_say_something_are_no_noise(older: str, newer: str) -> None:
    assert compare_texts(older, newer) == Wording((newer,), (older,))


def test_what_only_stands_elsewhere_has_not_changed() -> None:
    assert compare_texts("One.\nTwo.\nThree.", "Three.\nOne.\nTwo.") == Wording()
