"""Every hostile page, sent to the real program (PAGES=reach,loop picks some by their names)."""

import os
import sys
from pathlib import Path

import pytest

from bot.localchat import LocalChat
from tests.hostile.visiting import (
    BROWSER_BYTES,
    CHAT_SECONDS,
    FINAL_SECONDS,
    NEXT_SECONDS,
    SERVICE_BYTES,
    visit_site,
)
from tests.site.hostile import HOSTILE_PAGES
from tests.site.server import Site

WORDS = [word for word in os.environ.get("PAGES", "").split(",") if word]
CHOSEN = tuple(page for page in HOSTILE_PAGES if not WORDS or any(word in page.name for word in WORDS))


@pytest.mark.hostile
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(300 + len(CHOSEN) * 120)
async def test_every_hostile_page_ends_in_time_and_reaches_nothing_private(
    chat: LocalChat, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = await visit_site(CHOSEN, chat, site, tmp_path)
    with capsys.disabled():
        sys.stdout.write(f"\n{report}\n")

    assert report.wrong == []
    assert report.reached == 0
    assert report.worst_final <= FINAL_SECONDS
    assert report.worst_next <= NEXT_SECONDS
    assert report.worst_chat <= CHAT_SECONDS
    assert 0 < report.worst_browser <= BROWSER_BYTES
    assert 0 < report.worst_service <= SERVICE_BYTES
