"""A browser that dies, stands still, or cannot be started any more, under the real program."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil
import pytest
from aiohttp import ClientSession

from bot.localchat import LocalChat, Message
from capture.browser import find_browser
from tests.e2e.conftest import OWNER
from tests.e2e.service import Service, run_service
from tests.e2e.test_main_job import finished_answer_to, is_answer, save
from tests.patience import until_found
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.hostile]

NAMED_WITHIN = 15.0


def make_browser(folder: Path) -> Path:
    """A browser that can be taken away: a script that starts the real one, whose path stands in a file."""
    (folder / "where").write_text(str(find_browser()))
    script = folder / "browser"
    script.write_text(f'#!/bin/sh\nexec "$(cat {folder}/where)" "$@"\n')
    script.chmod(0o755)
    return script


def list_processes(service: Service, is_wanted: Callable[[list[str]], bool]) -> list[psutil.Process]:
    """Those of the browser that are wanted by their arguments."""
    found = []
    for process in psutil.Process(service.process.pid).children(recursive=True):
        try:
            arguments = process.cmdline()
        except psutil.Error:
            continue
        if any(part.startswith("--headless") for part in arguments) and is_wanted(arguments):
            found.append(process)
    return found


def is_main(arguments: list[str]) -> bool:
    """Whether these are the arguments of the browser's main process."""
    return not any(part.startswith("--type=") for part in arguments)


async def is_failing(service: Service, names: list[str]) -> bool:
    """Whether /readyz names these, and nothing else."""
    async with ClientSession() as web, web.get(f"{service.root}/readyz") as answer:
        document = await answer.json()
        return bool(document["failing"] == names) and answer.status == (503 if names else 200)


def is_renderer(arguments: list[str]) -> bool:
    """Whether they are those of a process that draws pages."""
    return "--type=renderer" in arguments


def is_being_opened(sent: Message, message: Message) -> bool:
    """Whether this message says so of what was sent."""
    return message.reply_to == sent.message_id and "opening" in message.text


TROUBLES: dict[str, tuple[Callable[[list[str]], bool], Callable[[psutil.Process], None]]] = {
    "the browser is killed": (is_main, psutil.Process.kill),
    "the browser is stopped": (is_main, psutil.Process.suspend),
    "its renderers are killed": (is_renderer, psutil.Process.kill),
    "its renderers are stopped": (is_renderer, psutil.Process.suspend),
    "all of it is killed": (lambda _: True, psutil.Process.kill),
}


async def test_whatever_befalls_the_browser_each_link_is_answered_once_and_the_next_one_is_well(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER), CAPTURE_SECONDS="10") as service:
        for number, (name, (is_wanted, befall)) in enumerate(TROUBLES.items()):
            sent = await chat.send_text(OWNER, OWNER, site.url(f"/slow?seconds=3&n={number}"))
            await chat.wait_for(partial(is_being_opened, sent), 60, chat_id=OWNER)
            for process in list_processes(service, is_wanted):
                with suppress(psutil.NoSuchProcess):
                    befall(process)
            await finished_answer_to(chat, sent)
            assert is_answer(await save(chat, site.url(f"/short?after={number}"), seconds=60)), name

    replies = [one.reply_to for one in chat.messages(OWNER) if one.sender_id != OWNER]
    assert len(replies) == len(set(replies)) == 2 * len(TROUBLES)


async def test_browser_that_cannot_be_started_any_more_is_named_and_said_and_comes_back_by_itself(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    browser = make_browser(tmp_path)
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER), BROWSER=str(browser)) as service:
        await save(chat, site.url("/short"))
        browser.rename(tmp_path / "away")
        for process in list_processes(service, is_main):
            process.kill()
        await until_found(partial(is_failing, service, ["browser"]), NAMED_WITHIN)
        failed = await finished_answer_to(chat, await chat.send_text(OWNER, OWNER, site.url("/zh")))
        (tmp_path / "away").rename(browser)
        await until_found(partial(is_failing, service, []), NAMED_WITHIN)
        again = await save(chat, site.url("/zh"))

    assert not is_answer(failed)
    assert "no browser" in failed.words
    assert is_answer(again)
