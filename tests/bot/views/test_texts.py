import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import Restore, parse
from bot.handlers import COMMANDS
from bot.i18n import LOCALES, get_translator
from bot.parsing.query import parse_query
from bot.replies import Reply
from bot.views.html import MAX_TEXT
from bot.views.texts import (
    Hint,
    Toast,
    Welcome,
    describe_commands,
    render_deleted,
    render_help,
    render_hint,
    render_labelled,
    render_query_help,
    render_restored,
    render_start,
    render_stranger,
    render_toast,
)
from tests.bot.views.golden import check_golden
from tests.bot.views.samples import CARD, PERMALINK
from tests.bot.views.telegram_html import units, visible_text

LINES = tuple((command.name, f"command.{command.name}") for command in COMMANDS)


@pytest.mark.parametrize("locale", LOCALES)
def test_texts_are_those_that_were_found_good(locale: str) -> None:
    tr = get_translator(locale)
    replies: dict[str, Reply] = {
        **{f"start: {welcome}": render_start(welcome, tr, bot_name="keep_bot") for welcome in Welcome},
        "start: sample": render_start(Welcome.LOCAL, tr, sample_url="http://127.0.0.1:8081/soup"),
        "start: stranger": render_stranger(123456789, tr),
        "help": render_help(LINES, tr, bot_name="keep_bot"),
        "help: find": render_query_help(tr),
        "help without a name": render_help(LINES[:1], tr),
        **{f"hint: {hint}": render_hint(hint, tr) for hint in Hint},
        **{f"toast: {toast}": Reply(render_toast(toast, tr)) for toast in Toast},
        "deleted": render_deleted("Soup <1>", 42, tr),
        "restored": render_restored(CARD, tr),
        "labelled": render_labelled(CARD, tr, added=("食谱", "soup"), removed=("old",), note="<for> Sunday"),
        "not labelled": render_labelled(CARD, tr, added=(), removed=()),
    }
    for name, reply in replies.items():
        assert units(visible_text(reply.html)) <= MAX_TEXT, name

    check_golden("texts", locale, replies)


@pytest.mark.parametrize("locale", LOCALES)
def test_toasts_fit_above_the_chat(locale: str) -> None:
    assert all(0 < len(render_toast(toast, get_translator(locale))) <= 200 for toast in Toast)


@pytest.mark.parametrize("locale", LOCALES)
def test_commands_have_a_line_that_telegram_takes(locale: str) -> None:
    described = describe_commands(LINES, get_translator(locale))

    assert len(described) == len(LINES)
    assert all(1 <= len(line) <= 256 for _, line in described)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_stranger_gets_one_line(locale: str) -> None:
    assert "\n" not in render_stranger(1, get_translator(locale)).html


@pytest.mark.parametrize("locale", LOCALES)
def test_the_searches_that_the_help_shows_make_sense(locale: str) -> None:
    translator = get_translator(locale)
    shown = render_help(LINES, translator).html + render_query_help(translator).html
    examples = re.findall(r"<code>/find (.+?)</code>", shown)

    assert len(examples) == 15
    assert {parse_query(html.unescape(example)).problems for example in examples} == {()}


def test_a_deletion_can_be_undone() -> None:
    reply = render_deleted("Soup", 42, get_translator("en"))

    assert parse(reply.keyboard[0][0].callback) == Restore(42)


@given(st.text(st.characters(codec=None)), st.lists(st.text(st.characters(codec=None))))
def test_any_labelling_is_telegrams_html_with_the_permalink(note: str, tags: list[str]) -> None:
    html = render_labelled(CARD, get_translator("en"), added=tags, removed=tags, note=note).html

    assert units(visible_text(html)) <= MAX_TEXT
    assert html.endswith(PERMALINK)
