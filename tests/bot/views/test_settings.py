from dataclasses import replace

import pytest

from bot.callbacks import Listen, Listening, SetLanguage, parse
from bot.i18n import LOCALES, get_translator
from bot.views.settings import language_name, render_language, render_settings
from tests.bot.views.golden import check_golden
from tests.bot.views.samples import SETTINGS
from tests.bot.views.telegram_html import visible_text


@pytest.mark.parametrize("locale", LOCALES)
def test_settings_are_shown_as_was_found_good(locale: str) -> None:
    tr = get_translator(locale)
    private = replace(SETTINGS, is_group=False, language=locale, links=1234)
    replies = {
        "group": render_settings(SETTINGS, tr),
        "group that reads all": render_settings(replace(SETTINGS, listens_to_all=True), tr),
        "private": render_settings(private, tr),
        "language": render_language(locale, tr),
    }
    for reply in replies.values():
        visible_text(reply.html)

    check_golden("settings", locale, replies)


def test_every_language_can_be_chosen_by_its_own_name() -> None:
    keyboard = render_language("zh-Hans", get_translator("en")).keyboard
    chosen = [parse(button.callback) for row in keyboard for button in row]

    assert chosen == [*map(SetLanguage, LOCALES), SetLanguage("")]
    assert "✓ 简体中文" in [button.text for button in keyboard[0]]


def test_only_a_group_chooses_what_is_read() -> None:
    group = render_settings(SETTINGS, get_translator("en")).keyboard
    private = render_settings(replace(SETTINGS, is_group=False), get_translator("en")).keyboard

    assert [parse(button.callback) for button in group[-1]] == [Listen(Listening.ALL), Listen(Listening.MENTIONS)]
    assert len(private) == len(group) - 1


def test_a_language_that_is_gone_counts_as_automatic() -> None:
    assert language_name("tlh") == ""
    assert "As in Telegram" in render_settings(replace(SETTINGS, language="tlh"), get_translator("en")).html
