"""No acknowledged link is lost: killed at random moments, as often as is promised (KILLS=10 for a short look)."""

import os
import secrets
import sys
from pathlib import Path

import pytest

from bot.localchat import LocalChat
from tests.e2e.killing import kill_again_and_again
from tests.site.server import Site

KILLS = int(os.environ.get("KILLS") or 200)
SEED = int(os.environ.get("SEED") or secrets.randbelow(2**32))


@pytest.mark.hostile
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(300 + KILLS * 15)
async def test_of_links_under_a_stream_of_kills_none_is_lost_and_none_answered_twice(
    chat: LocalChat, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    account = await kill_again_and_again(chat, site, tmp_path, KILLS, SEED)
    with capsys.disabled():
        sys.stdout.write(f"\n{account}\n")

    assert account.kills == KILLS
    assert account.lost == []
    assert account.doubled == []
