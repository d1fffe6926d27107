"""Who may do what with a link: every handler that takes one, by everybody who might try."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.localchat import Message
from capture.fake import FakeEngine
from models.chats import find_chat
from models.links import get_link, list_recent
from models.snapshots import find_latest, list_versions
from models.tags import list_link_tags
from tests.bot.handlers.conftest import OpenHouse
from tests.house import FRIEND, OWNER, STRANGER, TestHouse, permalink_of

SUPERGROUP = -1_000_000_000_500
HARBOUR = "https://example.com/old-harbour"
TITLE = "Old harbour"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in a chat; only the owner, at home, may do anything with the owner's link."""

    name: str
    user: int
    chat: int

    @property
    def is_owner_at_home(self) -> bool:
        return self.user == self.chat == OWNER


ACTORS = (
    Actor("friend", FRIEND, FRIEND),
    Actor("stranger", STRANGER, STRANGER),
    Actor("group member", FRIEND, SUPERGROUP),
    Actor("stranger in a group", STRANGER, SUPERGROUP),
    Actor("owner", OWNER, OWNER),
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries something with the owner's link."""

    house: TestHouse
    actor: Actor
    link_id: int
    answer: Message  # the owner's
    ground: Message  # a message in the actor's chat; outside of private chats with the number of `answer`

    async def write(self, text: str, *, reply: bool = False) -> None:
        reply_to = self.ground.message_id if reply else 0
        await self.house.chat.send_text(self.actor.user, self.actor.chat, text, reply_to=reply_to)

    async def press(self, data: str) -> None:
        await self.house.chat.press_data(self.actor.chat, self.ground.message_id, data, self.actor.user)

    @property
    def permalink_id(self) -> str:
        return permalink_of(self.answer).rpartition("/")[2]


async def search_inline(attempt: Attempt) -> None:
    house, actor = attempt.house, attempt.actor
    for query in ("", "harbour"):
        for result in (await house.chat.inline_query(actor.user, query, chat=actor.chat)).results:
            await house.chat.choose(actor.user, actor.chat, result)


async def edit_a_reply(attempt: Attempt) -> None:
    actor, chat = attempt.actor, attempt.house.chat
    reply = await chat.send_text(actor.user, actor.chat, "#other", reply_to=attempt.ground.message_id)
    await chat.edit_text(reply, "#taken")


Deed = Callable[[Attempt], Awaitable[None]]
DEEDS: dict[str, Deed] = {
    "find": lambda attempt: attempt.write("/find harbour"),
    "find by tag": lambda attempt: attempt.write("/find #secret"),
    "recent": lambda attempt: attempt.write("/recent"),
    "tags": lambda attempt: attempt.write("/tags"),
    "label": lambda attempt: attempt.write("#taken and a note", reply=True),
    "edit a label": edit_a_reply,
    "delete": lambda attempt: attempt.write("/delete", reply=True),
    "retry": lambda attempt: attempt.write("/retry", reply=True),
    "inline": search_inline,
    "button: delete": lambda attempt: attempt.press(f"d:{attempt.link_id}"),
    "button: capture again": lambda attempt: attempt.press(f"r:{attempt.link_id}"),
    "button: try again": lambda attempt: attempt.press(f"t:{attempt.link_id}"),
    "button: full page": lambda attempt: attempt.press(f"f:{attempt.permalink_id}"),
    "button: tag": lambda attempt: attempt.press("g:secret"),
}


async def find_ground(house: TestHouse, actor: Actor, answer: Message) -> Message:
    """A message on which the actor can act; where chats count for themselves, one with the very same number."""
    if actor.is_owner_at_home:
        return answer
    ground = await house.chat.send_text(actor.user, actor.chat, "hello")
    while actor.chat == SUPERGROUP and ground.message_id < answer.message_id:
        ground = await house.chat.send_text(actor.user, actor.chat, "hello")
    return ground


async def describe_library(house: TestHouse, link_id: int) -> object:
    """Everything that could be changed about the owner's link."""
    chat = await find_chat(OWNER)
    assert chat is not None
    link = await get_link(chat.id, link_id, include_binned=True)
    versions = [version.permalink for version in await list_versions(link_id)]
    return link.deleted_at, link.note, await list_link_tags([link_id]), versions, house.chat.messages(OWNER)


def seen_by(house: TestHouse, actor: Actor) -> set[str]:
    """What stands in the actor's chat about the owner's link: its words, or its picture."""
    messages = house.chat.messages(actor.chat)
    return {one.words for one in messages if one.has_media or TITLE in one.words or "#secret 1" in one.words}


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_link_is_seen_and_changed_by_its_owner_alone(open_with: OpenHouse, deed: str) -> None:
    async with open_with(FakeEngine(height=6000)) as house:
        await house.open_group(SUPERGROUP, "supergroup")
        answer = await house.save(f"{HARBOUR} #secret")
        library = await find_chat(OWNER)
        assert library is not None
        links, _ = await list_recent(library.id, 1)
        for actor in ACTORS:  # the owner comes last
            ground = await find_ground(house, actor, answer)
            await house.settle()
            before = await describe_library(house, links[0].id)

            await DEEDS[deed](Attempt(house, actor, links[0].id, answer, ground))
            await house.settle()

            is_unchanged = await describe_library(house, links[0].id) == before
            assert is_unchanged is not actor.is_owner_at_home, actor.name
            assert actor.is_owner_at_home or not seen_by(house, actor), actor.name


async def test_nobody_brings_back_what_another_person_has_deleted(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    library = await find_chat(OWNER)
    assert library is not None
    link = (await list_recent(library.id, 1))[0][0]
    await house.ask("/delete", reply_to=answer.message_id)
    hello = await house.ask("/start", user=FRIEND)

    await house.chat.press_data(FRIEND, hello.message_id, f"u:{link.id}", FRIEND)

    assert (await get_link(library.id, link.id, include_binned=True)).deleted_at is not None
    assert await find_latest(link.id) is not None
    assert "Nothing is kept" in (await house.ask("/recent")).text
