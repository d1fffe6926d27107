from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import LOCALES, get_translator
from bot.replies import Reply
from bot.views.html import MAX_CAPTION
from bot.views.inline import inline_prompt, render_inline
from tests.bot.views.golden import check_golden
from tests.bot.views.samples import HIT, HITS, NOW, PERMALINK
from tests.bot.views.telegram_html import units, visible_text


@pytest.mark.parametrize("locale", LOCALES)
def test_inline_results_are_those_that_were_found_good(locale: str) -> None:
    tr = get_translator(locale)
    entries = [render_inline(hit, tr, now=NOW) for hit in HITS]
    replies = {f"{entry.title} | {entry.description}": entry.message for entry in entries}
    replies["prompts"] = Reply(f"{inline_prompt(tr, is_known=True)}\n{inline_prompt(tr, is_known=False)}")

    check_golden("inline", locale, replies)


@given(st.text(st.characters(codec=None)), st.lists(st.text(st.characters(codec=None)), max_size=20))
def test_any_inline_message_is_a_caption_with_its_permalink(title: str, tags: list[str]) -> None:
    entry = render_inline(replace(HIT, title=title, tags=tuple(tags)), get_translator("en"), now=NOW)

    assert units(visible_text(entry.message.html)) <= MAX_CAPTION
    assert entry.message.html.endswith(PERMALINK)
    assert entry.title
