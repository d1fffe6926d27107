"""A few kills at random moments; the 200 that are promised are in the folder `hostile`."""

from pathlib import Path

import pytest

from bot.localchat import LocalChat
from tests.e2e.killing import kill_again_and_again
from tests.site.server import Site


@pytest.mark.browser
@pytest.mark.hostile
async def test_of_links_under_a_few_kills_none_is_lost_and_none_answered_twice(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    account = await kill_again_and_again(chat, site, tmp_path, kills=4, seed=7)

    assert account.kills == 4
    assert (account.lost, account.doubled) == ([], []), account
