from dataclasses import replace
from datetime import timedelta

import pytest

from bot.i18n import LOCALES, get_translator
from bot.services.cards import ArtifactCard, ComparisonCard, NewsCard, WatchedLink, WatchPage
from bot.views.changes import render_changes
from bot.views.html import MAX_CAPTION
from bot.views.news import render_news
from bot.views.versions import render_versions
from bot.views.watches import render_watch_begun, render_watch_ended, render_watches
from tests.bot.views.golden import check_golden
from tests.bot.views.samples import CARD, CARDS, FAILED, NOW, PERMALINK, PERMALINK_ID
from tests.bot.views.telegram_html import units, visible_text

OLDER = "https://keep.example.org/s/0lderPermalink_0000001"
CHANGES = ComparisonCard(
    older_id="0lderPermalink_0000001",
    newer_id=PERMALINK_ID,
    older_permalink=OLDER,
    newer_permalink=PERMALINK,
    older_at=NOW - timedelta(days=3),
    newer_at=NOW,
    title=CARD.title,
    url=CARD.url,
    is_real=True,
    added=("It is <open> again.",),
    removed=("It is closed & dark.",),
    regions=2,
    ignored=("time", "counter"),
    picture=ArtifactCard("changes", "image/jpeg", 1, "e" * 64, 800, 600),
)
NOTHING = replace(CHANGES, is_real=False, added=(), removed=(), regions=0, picture=None)
CHANGED = NewsCard("changed", CARD, 0, is_watched=True, older_permalink=OLDER, older_at=NOW, comparison=CHANGES)
GONE = replace(CARDS["error 404"], link_id=42)
NEWS = {
    "changed": CHANGED,
    "died": replace(CHANGED, kind="died", card=GONE, looks=3, comparison=None),
    "died, nobody answers": replace(CHANGED, kind="died", card=FAILED, looks=3, comparison=None),
    "back, as it was": replace(CHANGED, kind="back", comparison=NOTHING),
    "back, and changed": replace(CHANGED, kind="back"),
    "back, never seen before": replace(CHANGED, kind="back", older_at=None, older_permalink="", comparison=None),
    "ended": replace(CHANGED, kind="ended", card=FAILED, looks=30, comparison=None, is_watched=False),
}
WATCHED = WatchedLink(42, CARD.title, CARD.url, 1, NOW, is_gone=False)
WATCHES = WatchPage((WATCHED, replace(WATCHED, link_id=43, title="", days=7, is_gone=True)), 10, 0, 8)


@pytest.mark.parametrize("locale", LOCALES)
def test_news_are_those_that_were_found_good(locale: str) -> None:
    tr = get_translator(locale)
    again = replace(CARD.versions[0], version=2, status="failed", captured_at=None)
    replies = {
        **{f"news: {name}": render_news(news, tr) for name, news in NEWS.items()},
        "what changed": render_changes(CHANGES, tr),
        "what changed: nothing": render_changes(NOTHING, tr),
        "what changed: words only": render_changes(replace(CHANGES, regions=0, picture=None), tr),
        "what changed: the answer": render_changes(replace(CHANGES, statuses=(200, 404)), tr),
        "watch begun": render_watch_begun(CARD.title, 42, 1, tr),
        "watch begun, weekly": render_watch_begun(CARD.title, 42, 7, tr),
        "watch ended": render_watch_ended(CARD.title, 42, tr),
        "watches": render_watches(WATCHES, tr),
        "no watches": render_watches(WatchPage(), tr),
        "versions": render_versions(replace(CARD, versions=(*CARD.versions, again)), 0, tr),
    }

    check_golden("news", locale, replies)


@pytest.mark.parametrize("locale", LOCALES)
def test_news_of_any_length_fit_under_a_picture(locale: str) -> None:
    long = replace(
        CHANGES, title="长标题" * 300, added=("新的句子。" * 100,) * 30, removed=("旧<的>句子。" * 100,) * 30
    )

    for news in NEWS.values():
        longer = replace(news, card=replace(news.card, title="T" * 2_000), comparison=news.comparison and long)
        assert units(visible_text(render_news(longer, get_translator(locale)).html)) <= MAX_CAPTION
