"""Sends hostile pages to the real program, one after another, and looks at what becomes of them and of it."""

import asyncio
from asyncio import TaskGroup
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
from aiohttp import ClientSession

from bot.localchat import LocalChat
from capture.memory import own_bytes, total_of, weigh
from tests.e2e.conftest import FRIEND, OWNER
from tests.e2e.service import Service, run_service
from tests.e2e.test_main_job import PERMALINK
from tests.site.hostile import HostilePage
from tests.site.hostile.raw import Canary, open_canary, open_raw_site
from tests.site.hostile.tls import open_faulty_tls
from tests.site.server import Site

FINAL_SECONDS = 90.0
NEXT_SECONDS = 20.0
CHAT_SECONDS = 2.0
BROWSER_BYTES = 1536 << 20
SERVICE_BYTES = 400 << 20
PULSE_EVERY = 1.0
WEIGH_EVERY = 0.1
VISITORS = (OWNER, 103)  # as many as there are captures at a time


@dataclass(slots=True)
class Report:
    """What was seen."""

    lines: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # how it ended, where it must not end so
    worst_final: float = 0.0
    worst_next: float = 0.0
    worst_chat: float = 0.0
    worst_browser: int = 0  # bytes
    worst_service: int = 0
    reached: int = 0

    def __str__(self) -> str:
        return "\n".join(
            (
                *self.lines,
                f"hostile pages tried: {len(self.lines)}",
                f"worst time to a final state: {self.worst_final:.1f} s (at most {FINAL_SECONDS:.0f})",
                f"worst time of the next good page: {self.worst_next:.1f} s (at most {NEXT_SECONDS:.0f})",
                f"worst answer to a command meanwhile: {self.worst_chat:.2f} s (at most {CHAT_SECONDS:.0f})",
                f"most memory of the browser: {self.worst_browser >> 20} MiB (at most {BROWSER_BYTES >> 20})",
                f"most memory of the service: {self.worst_service >> 20} MiB (at most {SERVICE_BYTES >> 20})",
                f"private addresses reached: {self.reached}",
                *(f"WRONG {line}" for line in self.wrong),
            )
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything is."""

    site: str
    raw: str
    tls: Mapping[str, str]  # a server for each fault
    canary: Canary


async def visit_site(pages: tuple[HostilePage, ...], chat: LocalChat, site: Site, folder: Path) -> Report:
    """Start the program, send it these pages, and say what was seen."""
    async with (
        open_canary() as canary,
        open_raw_site() as raw,
        open_faulty_tls() as tls,
        run_service(
            folder,
            chat,
            ALLOWED_USERS=",".join(map(str, (*VISITORS, FRIEND))),
            MAX_PER_DAY="10000",
            EGRESS_ALLOW=",".join(
                place.replace(":", "/32:") for place in (f"{site.host}:{site.port}", raw, *tls.values())
            ),
            EGRESS_PORTS=f"80,443,{canary.port}",
        ) as service,
    ):
        return await visit_all(pages, chat, service, Places(f"{site.host}:{site.port}", raw, tls, canary))


async def visit_all(pages: tuple[HostilePage, ...], chat: LocalChat, service: Service, places: Places) -> Report:
    """Send each page, and a good one after it, while somebody keeps asking for something.

    Two people send those that only wait. Those that take all that the machine gives come alone, lest they measure each
    other.
    """
    report = Report()
    async with TaskGroup() as tasks:
        pulse = tasks.create_task(keep_asking(chat, report), name="pulse")
        scales = tasks.create_task(keep_weighing(psutil.Process(service.process.pid), report), name="scales")
        for visitors, is_calm in ((VISITORS[:1], False), (VISITORS, True)):
            left = deque(page for page in pages if page.is_calm is is_calm)
            async with TaskGroup() as visits:
                for person in visitors:
                    visits.create_task(visit_in_turn(person, left, chat, places, report), name=f"visitor {person}")
        pulse.cancel()
        scales.cancel()
    report.reached = places.canary.hits
    return report


async def visit_in_turn(person: int, left: deque[HostilePage], chat: LocalChat, places: Places, report: Report) -> None:
    """Send the next page as soon as the last one is done."""
    while left:
        await visit(left.popleft(), person, chat, places, report)


async def visit(page: HostilePage, person: int, chat: LocalChat, places: Places, report: Report) -> None:
    """One page, and a good one after it."""
    address = page.address.format(site=places.site, raw=places.raw, tls=places.tls, canary=places.canary.address)
    end, seconds = await save(chat, person, address)
    report.worst_final = max(report.worst_final, seconds)
    report.lines.append(f"{page.name:<28} {end:<24} {seconds:6.1f} s")
    if not page.may_end(end):
        report.wrong.append(f"{page.name}: {end}")
    good, seconds = await save(chat, person, f"http://{places.site}/short?after={len(report.lines)}")
    report.worst_next = max(report.worst_next, seconds)
    if good != "complete/ok":
        report.wrong.append(f"the good page after {page.name}: {good}")


async def save(chat: LocalChat, person: int, address: str) -> tuple[str, float]:
    """Send a link; its final status and label, and how long that took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    sent = await chat.send_text(person, person, address)
    try:
        answer = await chat.wait_for(
            lambda message: message.reply_to == sent.message_id and bool(PERMALINK.search(message.words)),
            FINAL_SECONDS + 30,
            chat_id=person,
        )
    except TimeoutError:
        return "nothing/", loop.time() - began
    seconds = loop.time() - began
    found = PERMALINK.search(answer.words)
    assert found is not None
    async with ClientSession() as web, web.get(found.group() + ".json") as document:
        described = await document.json()
    return f"{described['status']}/{described['label']}", seconds


async def keep_asking(chat: LocalChat, report: Report) -> None:
    """A friend asks for the help over and over, and waits for each answer."""
    loop = asyncio.get_running_loop()
    while True:
        began = loop.time()
        sent = await chat.send_text(FRIEND, FRIEND, "/help")
        await chat.wait_until(partial(is_answered, chat, sent.message_id), 60)
        report.worst_chat = max(report.worst_chat, loop.time() - began)
        await asyncio.sleep(PULSE_EVERY)


async def keep_weighing(service: psutil.Process, report: Report) -> None:
    """Look at the memory of the service and of its browser over and over."""
    while True:
        own, browser = await asyncio.to_thread(weigh_both, service)
        report.worst_service = max(report.worst_service, own)
        report.worst_browser = max(report.worst_browser, browser)
        await asyncio.sleep(WEIGH_EVERY)


def weigh_both(service: psutil.Process) -> tuple[int, int]:
    """Bytes of the service with the processes of its own that read for it, and of the browser."""
    own = own_bytes(service)
    browser = 0
    for child in service.children():
        with suppress(psutil.Error):
            if Path(child.exe()).name == "node":  # the driver, which brings the browser along
                browser += sum(total_of(weigh(one)) for one in child.children())
            else:
                own += own_bytes(child)
    return own, browser


def is_answered(chat: LocalChat, message_id: int) -> bool:
    """Whether the bot has said something to the friend since a message."""
    return any(one.message_id > message_id and one.sender_id != FRIEND for one in chat.messages(FRIEND))
