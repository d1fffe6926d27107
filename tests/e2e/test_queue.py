"""The queue is fair, with captures in a real browser; a hundred links, and a thousand, are in the folder `hostile`."""

from pathlib import Path

import pytest

from bot.localchat import LocalChat
from tests.e2e.conftest import FRIEND, OWNER
from tests.e2e.queueing import delay_of_another, send_links
from tests.e2e.service import run_service
from tests.site.server import Site


@pytest.mark.browser
@pytest.mark.slow
async def test_many_links_of_one_delay_anothers_one_by_two_captures_at_most(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=f"{OWNER},{FRIEND}", MAX_WAITING="100"):
        await send_links(chat, site, 40)
        await chat.wait_until(lambda: len(chat.messages(OWNER)) > 20, 30)
        delay = await delay_of_another(chat, site, tmp_path, 60)

    assert delay <= 2
