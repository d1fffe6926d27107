"""Who may see and change what: every door of the chat and every route of the web, by everybody who might try.

A line of `CHAT_LINES` or `WEB_LINES` is tried on a private library and on a group's, first by all whose it is not, then
by those whose it is: the former get nothing, the latter get at least what the line says, so that no line is idle.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copyfile

import pytest
from aiohttp import ClientSession

from bot.app import open_store
from bot.bell import Bell
from bot.chat import read_bot_id
from bot.localchat import Message
from bot.run import Line, open_web, open_webhook
from bot.services.ports import Ports
from bot.services.signing_in import form_token_of, offer_sign_in, sign_in
from bot.settings import load_settings
from bot.web.visitors import cookie_name
from models.ids import new_permalink
from models.links import attach_message, bin_link, get_link
from models.people import find_person
from models.snapshots import enqueue_snapshot
from models.tables import MessageRole, Role
from tests.factories import NOW
from tests.house import FRIEND, OWNER, PUBLIC_URL, STRANGER, TestHouse, open_house
from tests.ownership.chat_attempts import ChatAttempt, Gets, Who
from tests.ownership.chat_lines import CHAT_LINES
from tests.ownership.scene import (
    CHANNEL,
    ELSEWHERE,
    GROUP,
    INSIDERS,
    OTHER,
    OUTSIDERS,
    Actor,
    Library,
    furnish,
    read_library,
)
from tests.ownership.web_lines import WEB_LINES, WebAttempt

PLACES = (OWNER, FRIEND, OTHER, STRANGER, GROUP, ELSEWHERE, CHANNEL)
API_TOKEN = "a-long-token-of-the-owner"
LINE = Line("4242:none", "http://127.0.0.1:1", webhook_url=f"{PUBLIC_URL}/telegram", webhook_secret="a-secret")
LINE_ID = read_bot_id(LINE.token)


@dataclass(frozen=True, slots=True)
class Stage:
    """The house, the two libraries in it, and a message in every chat."""

    house: TestHouse
    libraries: tuple[Library, Library]
    grounds: Mapping[int, Message]
    file: Path


@pytest.fixture
async def stage(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Stage]:
    async with open_house(tmp_path, migrated_file, ALLOWED_USERS=f"{OWNER},{FRIEND},{OTHER}") as house:
        for chat_id, kind in ((GROUP, "group"), (ELSEWHERE, "group"), (CHANNEL, "channel")):
            await house.open_group(chat_id, kind)
        grounds, bot_id = {chat_id: await find_ground(house, chat_id) for chat_id in PLACES}, house.house.ports.bot_id
        libraries = await furnish(house.store.blobs, bot_id)
        for library in libraries:
            for ground in grounds.values():  # whatever a message's number is elsewhere, here it stands for the link
                here = (bot_id, library.telegram_id, ground.message_id)
                await attach_message(*here, MessageRole.ANSWER, library.link_id)
        yield Stage(house, libraries, grounds, tmp_path / "data" / "snapkeep.db")


async def find_ground(house: TestHouse, chat_id: int) -> Message:
    """A message of the bot's where it speaks, else one of theirs."""
    if chat_id == CHANNEL:
        return await house.chat.channel_post(CHANNEL, "hello")
    if chat_id == STRANGER:
        return await house.chat.send_text(STRANGER, STRANGER, "hello")
    user = chat_id if chat_id > 0 else FRIEND
    return await house.ask("/help", user=user, chat=chat_id)


def who_is(actor: Actor, library: Library) -> Who:
    """What somebody is to a library."""
    if actor not in INSIDERS[library.name]:
        return Who.NOBODY
    if library.name == "private":
        return Who.OWNER
    return Who.OWNER_IN_GROUP if actor.user == OWNER else Who.MEMBER


async def judge(stage: Stage, actors: tuple[Actor, ...], library: Library, line: str) -> Gets:
    """Let these people try a line of the chat one after another, and see what came of it for any of them."""
    house, before = stage.house, read_library(stage.file, library)
    calls, places = len(house.chat.calls), {str(actor.chat) for actor in actors}

    for actor in actors:
        await CHAT_LINES[line].act(ChatAttempt(house, actor, library, stage.grounds[actor.chat]))
    await house.settle()

    marks = (library.secret, library.permalink_id, library.older_id)
    said = " ".join(
        f"{call.params} {list(call.files)}"
        for call in house.chat.calls[calls:]
        if call.params.get("chat_id") is None or call.params["chat_id"] in places
    )
    has_seen = any(mark.casefold() in said.casefold() for mark in marks)
    has_changed = read_library(stage.file, library) != before
    return (Gets.SEES if has_seen else Gets.NOTHING) | (Gets.CHANGES if has_changed else Gets.NOTHING)


@pytest.mark.parametrize("name", CHAT_LINES)
async def test_in_the_chat_nobody_sees_or_changes_what_is_anothers(stage: Stage, name: str) -> None:
    line = CHAT_LINES[name]
    for library in stage.libraries:
        outsiders = OUTSIDERS[library.name]
        assert await judge(stage, outsiders, library, name) is Gets.NOTHING, f"{library.name}: {outsiders}"
        for actor in INSIDERS[library.name]:
            got = await judge(stage, (actor,), library, name)
            if who_is(actor, library) & line.who:
                assert line.gets & ~got is Gets.NOTHING, f"{library.name}, {actor.name}"
                break  # somebody whose it is has got it: for the next there may be nothing left
            assert got is Gets.NOTHING, f"{library.name}, {actor.name}"


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody's browser and scripts."""

    name: str
    session: ClientSession
    form_token: str
    reads: Mapping[str, Who]  # what they are to each library


@dataclass(frozen=True, slots=True)
class WebStage:
    """The real web front, the two libraries behind it, and everybody in front of it; the owner comes last."""

    libraries: tuple[Library, Library]
    browsers: tuple[Browser, ...]
    file: Path


@pytest.fixture
async def web_stage(tmp_path: Path, migrated_file: Path) -> AsyncIterator[WebStage]:
    values = {"DATA_DIR": str(tmp_path), "PORT": "0", "PUBLIC_URL": PUBLIC_URL, "API_TOKEN": API_TOKEN}
    settings = load_settings({f"SNAPKEEP_{name}": value for name, value in values.items()}, tmp_path / "no.env")
    file = tmp_path / "snapkeep.db"
    copyfile(migrated_file, file)
    async with open_store(settings) as store, AsyncExitStack() as stack:
        libraries, ports = await furnish(store.blobs, LINE_ID), store.ports()
        webhook = open_webhook(store, LINE, Bell())
        address = await stack.enter_async_context(open_web(store, LINE, {}, webhook))

        async def open_browser(name: str, user: int, reads: Mapping[str, Who]) -> Browser:
            secret = await open_session(user, ports)
            bearer = API_TOKEN if user == OWNER else "another"
            headers = {
                "Cookie": f"{cookie_name(PUBLIC_URL)}={secret}",
                "Authorization": f"Bearer {bearer}",
                "Accept-Language": "en",
            }
            session = await stack.enter_async_context(ClientSession(address, headers=headers))
            return Browser(name, session, form_token_of(secret), reads)

        browsers = (
            await open_browser("stranger", STRANGER, {}),
            await open_browser("other allowed user", OTHER, {}),
            await open_browser("group member", FRIEND, {"group": Who.MEMBER}),
            await open_browser("owner", OWNER, {"private": Who.OWNER, "group": Who.MEMBER}),
        )
        yield WebStage(libraries, browsers, file)


async def open_session(user: int, ports: Ports) -> str:
    """The secret of somebody's cookie; strangers have none that is worth anything."""
    person = await find_person(user)
    if person is None or person.role is Role.STRANGER:
        return "a" * 32
    secret = await sign_in((await offer_sign_in(person, ports)).rpartition("/")[2], "", ports)
    assert secret is not None
    return secret


async def stir(library: Library) -> None:
    """Let something happen to a library's link."""
    await enqueue_snapshot(await get_link(library.chat_id, library.link_id), new_permalink(), NOW)


async def judge_web(stage: WebStage, browser: Browser, library: Library, name: str) -> Gets:
    """Let somebody try a line of the web, and see what came of it."""
    before = read_library(stage.file, library)
    attempt = WebAttempt(browser.session, browser.form_token, library, partial(stir, library))

    said = await WEB_LINES[name].act(attempt)

    has_changed = read_library(stage.file, library) != before and name != "events"
    has_seen = library.secret in said.casefold()
    return (Gets.SEES if has_seen else Gets.NOTHING) | (Gets.CHANGES if has_changed else Gets.NOTHING)


@pytest.mark.parametrize("name", WEB_LINES)
async def test_on_the_web_nobody_sees_or_changes_what_is_anothers(web_stage: WebStage, name: str) -> None:
    line, wrong = WEB_LINES[name], []
    for library in web_stage.libraries:
        for browser in web_stage.browsers:
            got = await judge_web(web_stage, browser, library, name)
            is_theirs = line.who is Who.EVERYBODY or bool(browser.reads.get(library.name, Who.NOBODY) & line.who)
            changes_by_looking = line.covers.startswith("GET") and got & Gets.CHANGES
            if (is_theirs and line.gets & ~got) or (not is_theirs and got) or changes_by_looking:
                wrong.append(f"{library.name}, {browser.name}: {got}")
            if is_theirs and line.who is not Who.EVERYBODY:
                break  # somebody whose it is has got it: for the next there may be nothing left

    assert wrong == []


async def test_permalink_that_is_taken_away_opens_on_no_route_from_then_on(web_stage: WebStage) -> None:
    library, stranger = web_stage.libraries[0], web_stage.browsers[0]
    open_to_all = [
        name for name, line in WEB_LINES.items() if line.who is Who.EVERYBODY and re.search("/[sx]/", line.covers)
    ]
    before = {name for name in open_to_all if await judge_web(web_stage, stranger, library, name) & Gets.SEES}

    await bin_link(library.link_id, NOW)

    after = {name for name in open_to_all if await judge_web(web_stage, stranger, library, name) & Gets.SEES}
    assert (before, after) == (set(open_to_all), set())
