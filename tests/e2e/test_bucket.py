"""The real program with its files in a bucket, which goes away and comes back."""

from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.localchat import LocalChat
from tests.buckets import run_bucket_server
from tests.e2e.conftest import OWNER
from tests.e2e.service import Service, run_service, settings_for, start_process
from tests.e2e.test_crash import answers
from tests.e2e.test_main_job import is_answer
from tests.patience import until_found
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("s3")]


async def says(service: Service, status: int) -> bool:
    """Whether `/readyz` answers so."""
    async with ClientSession() as web, web.get(f"{service.root}/readyz") as answer:
        return answer.status == status


@pytest.mark.hostile
async def test_bucket_that_goes_away_is_waited_for_and_nothing_is_lost(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    with run_bucket_server(tmp_path) as server:
        async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER), BLOBS_URL=server.new_place()) as service:
            await chat.send_text(OWNER, OWNER, site.url("/short"))
            await chat.wait_for(is_answer, 30, chat_id=OWNER)
            server.kill()
            await until_found(lambda: says(service, 503), 30)
            await chat.send_text(OWNER, OWNER, site.url("/article"))
            await chat.wait_until(lambda: len(chat.list_calls("sendMessage")) >= 2, 20)

            server.start()
            await chat.wait_until(lambda: len(answers(chat)) >= 2, 60)

    assert len(answers(chat)) == 2
    assert not (tmp_path / "data/blobs").exists()


async def test_bucket_that_does_not_answer_at_the_start_is_named_by_its_setting(tmp_path: Path) -> None:
    url = "s3+http://key:secret@127.0.0.1:9/bucket"
    process = await start_process("run", environment=settings_for(tmp_path, 0, None, BLOBS_URL=url), folder=tmp_path)

    output = (await process.communicate())[0].decode()

    assert process.returncode == 1
    assert "SNAPKEEP_BLOBS_URL: the bucket does not answer" in output
    assert "secret" not in output
