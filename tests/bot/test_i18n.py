import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import Listening
from bot.errors import SnapkeepError
from bot.handlers import COMMANDS
from bot.i18n import FOLDER, LOCALES, Translator, get_translator, resolve_locale
from bot.views.cards import ANNOUNCED, STEPS
from bot.views.errors import REQUEST_CODES
from bot.views.labels import MARKS
from bot.views.texts import Hint, Toast, Welcome
from capture.errors import CaptureError
from capture.types import ArtifactKind, Label, Step
from models.errors import ModelError
from models.tables import News
from tests.bot.views.telegram_html import visible_text

BOT = Path(__file__).parents[2] / "bot"
NOW = datetime(2026, 11, 24, 4, 42, tzinfo=UTC)
KEY = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")


def load(locale: str) -> dict[str, str | dict[str, str]]:
    messages: dict[str, str | dict[str, str]] = json.loads((FOLDER / f"{locale}.json").read_text("utf-8"))
    return messages


def sentences(message: str | dict[str, str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message.values())


def placeholders(message: str | dict[str, str]) -> set[str]:
    """The values of a message; what only some of its plural forms show does not count as another."""
    return {name for text in sentences(message) for _, name, _, _ in Formatter().parse(text) if name is not None}


def subclasses(base: type[Exception]) -> Iterator[type[Exception]]:
    yield base
    for child in base.__subclasses__():
        yield from subclasses(child)


def codes() -> set[str]:
    trees = (*subclasses(SnapkeepError), *subclasses(CaptureError), *subclasses(ModelError))
    return {str(getattr(error, "code")) for error in trees} | set(REQUEST_CODES)  # noqa: B009 - three trees


def family(prefix: str) -> set[str]:
    return {key.removeprefix(prefix) for key in load("en") if key.startswith(prefix)}


def test_english_and_simplified_chinese_are_there() -> None:
    assert {"en", "zh-Hans"} <= set(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_files_are_flat_sorted_and_indented_by_two(locale: str) -> None:
    text = (FOLDER / f"{locale}.json").read_text("utf-8")

    assert text == json.dumps(dict(sorted(load(locale).items())), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_keys(locale: str) -> None:
    assert set(load(locale)) == set(load("en"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_fills_in_the_same_values(locale: str) -> None:
    english = {key: placeholders(message) for key, message in load("en").items()}

    assert {key: placeholders(message) for key, message in load(locale).items()} == english


@pytest.mark.parametrize("locale", LOCALES)
def test_plural_messages_have_the_last_resort_and_a_number_to_choose_by(locale: str) -> None:
    plural = {key: message for key, message in load(locale).items() if not isinstance(message, str)}

    assert all("other" in message for message in plural.values())
    assert all(placeholders(message) & {"count", "place"} for message in plural.values())


@pytest.mark.parametrize("locale", LOCALES)
def test_only_keys_that_say_so_hold_tags_and_those_are_telegrams(locale: str) -> None:
    for key, message in load(locale).items():
        for text in sentences(message):
            if key.endswith("_html"):
                visible_text(text)
            else:
                assert "<" not in text, key


@pytest.mark.parametrize("locale", LOCALES)
def test_every_error_has_its_sentence(locale: str) -> None:
    written = {key.removeprefix("error.") for key in load(locale) if key.startswith("error.")}

    assert written - {"site"} == codes()


def test_families_are_complete_and_have_nothing_more() -> None:
    assert family("artifact.") == {*ArtifactKind, "evidence"}  # which a person supplies, not the engine
    assert set(STEPS) == {*Step, "no_room"}
    assert family("progress.") == {*STEPS, *ANNOUNCED, "queued", "waiting"}
    assert {f"news_{kind}" for kind in News if kind} == set(ANNOUNCED)
    assert set(MARKS) == set(Label)
    assert {label for label in family("label.") if not label.startswith(("http_error_", "not_html_"))} == (
        set(Label) - {"ok"}
    )
    assert family("mark.") == set(Label) - {"ok"} | {"waiting", "failed", "partial", "http_error_soft"}
    assert family("hint.") == {f"{hint}_html" for hint in Hint}
    assert family("toast.") == set(Toast)
    assert set(Welcome) <= {key.removesuffix("_html") for key in family("start.")}
    assert {f"listens_{listening}" for listening in Listening} <= family("settings.")


def sources(suffix: str) -> Iterator[Path]:
    yield from (path for path in BOT.rglob(f"*{suffix}") if "localchat" not in path.parts)


def patterns_in_python() -> Iterator[str]:
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                yield "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_.]+"
                    for part in node.values
                )


def patterns_in_templates() -> Iterator[str]:
    for path in sources(".html"):
        for quoted in re.findall(r"""["']([a-z0-9_.]+)["']""", path.read_text("utf-8")):
            yield re.escape(quoted) + (r"[a-z0-9_.]+" if quoted.endswith(".") else "")


def test_every_sentence_is_used() -> None:
    in_python = [pattern for pattern in patterns_in_python() if not pattern.startswith("[")]
    used = re.compile("|".join(f"(?:{pattern})" for pattern in (*in_python, *patterns_in_templates())))

    assert {key for key in load("en") if not used.fullmatch(key)} == set()


def test_every_command_has_its_line_and_no_other_has_one() -> None:
    assert family("command.") == {command.name for command in COMMANDS}


def keys_said_in_python() -> Iterator[str]:
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {
                "text",
                "say",
            }:
                for argument in node.args[:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def test_every_sentence_that_is_said_exists() -> None:
    said = [key for key in keys_said_in_python() if KEY.fullmatch(key)]

    assert len(said) > 50
    assert set(said) <= set(load("en"))


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        (None, "en"),
        ("", "en"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("zh_Hans_SG", "zh-Hans"),
        ("zh-hans", "zh-Hans"),
        ("de", "en"),
        ("zhx", "en"),
        ("../en", "en"),
    ],
)
def test_language_codes_find_the_nearest_language(code: str | None, locale: str) -> None:
    assert resolve_locale(code) == locale


@given(st.text())
def test_any_code_has_a_translator(code: str) -> None:
    assert get_translator(code).locale in LOCALES


@pytest.mark.parametrize(
    ("place", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (1003, "1,003rd")],
)
def test_english_counts_places(place: int, said: str) -> None:
    text = get_translator("en").text("progress.queued", place=place, site="example.com")

    assert text == f"⏳ {said} in the queue: example.com"


def test_chinese_counts_places() -> None:
    text = get_translator("zh-Hans").text("progress.queued", place=2, site="example.com")

    assert text == "⏳ 排队中，第 2 位：example.com"


def test_plural_form_follows_the_count() -> None:
    tr = get_translator("en")

    assert tr.text("found.count", count=1) == "1 link found"
    assert tr.text("found.count", count=0) == "0 links found"
    assert tr.text("found.count", count=12345) == "12,345 links found"
    assert get_translator("zh-Hans").text("found.count", count=1) == "找到 1 个链接"


def test_values_are_not_templates() -> None:
    text = get_translator("en").text("error.timeout", site="{site} {0.__class__}")

    assert text.startswith("{site} {0.__class__} did not answer")


def test_missing_key_and_missing_value_are_programming_errors() -> None:
    tr = Translator("en", {"a": "{b}"})

    with pytest.raises(KeyError):
        tr.text("b")
    with pytest.raises(KeyError):
        tr.text("a")
    assert "a" in tr
    assert "b" not in tr


@pytest.mark.parametrize(
    ("age", "english", "chinese"),
    [
        (timedelta(seconds=-30), "just now", "刚刚"),
        (timedelta(seconds=59), "just now", "刚刚"),
        (timedelta(minutes=1), "1 minute ago", "1分钟前"),
        (timedelta(hours=5), "5 hours ago", "5小时前"),
        (timedelta(days=3), "3 days ago", "3天前"),
        (timedelta(days=29), "4 weeks ago", "4周前"),
        (timedelta(days=30), "Oct 25, 2026", "2026年10月25日"),
    ],
)
def test_moments_are_relative_for_a_month(age: timedelta, english: str, chinese: str) -> None:
    assert get_translator("en").moment(NOW - age, NOW) == english
    assert get_translator("zh-Hans").moment(NOW - age, NOW) == chinese


def test_dates_and_times_are_utc_and_say_so() -> None:
    moment = datetime.fromisoformat("2026-11-24T06:42:59+08:00")

    assert get_translator("en").date_time(moment) == "Nov 23, 2026, 22:42 UTC"
    assert get_translator("zh-Hans").date_time(moment) == "2026年11月23日 22:42 UTC"


@pytest.mark.parametrize(
    ("count", "english", "chinese"),
    [
        (0, "0 bytes", "0字节"),
        (1, "1 byte", "1字节"),
        (999, "999 bytes", "999字节"),
        (30_000, "29 kB", "29 kB"),
        (1_300_000, "1.2 MB", "1.2 MB"),
        (2 * 1024**3, "2 GB", "2 GB"),
        (5 * 1024**5, "5,120 TB", "5,120 TB"),
    ],
)
def test_sizes_are_read_by_people(count: int, english: str, chinese: str) -> None:
    assert get_translator("en").size(count) == english
    assert get_translator("zh-Hans").size(count) == chinese
