"""Things to try on the page: links to sample pages, and posts as if forwarded from a channel."""

from dataclasses import dataclass

from bot.localchat.acting.writing import WritingSide
from bot.localchat.entities import Entity, utf16_length
from bot.localchat.formatting import entities_from_json
from bot.localchat.messages import Message
from bot.localchat.people import ForwardOrigin

_CHANNEL = ForwardOrigin("channel", "Small Wonders · 小小奇观", -1_001_234_567_890, "small_wonders_demo", 42)
_BEFORE = "Seen tonight: "
_LINKED = "why the Moon grows at the horizon"
_AFTER = "\n今晚所见：月亮为何在天边显得更大 #moon"


@dataclass(frozen=True, slots=True)
class SampleLinks:
    """Two pages that need no internet."""

    link: str
    forwarded: str


async def forward_sample(chat: WritingSide, owner: int, samples: SampleLinks) -> Message:
    """A post whose link hides behind words."""
    hidden = Entity("text_link", utf16_length(_BEFORE), utf16_length(_LINKED), url=samples.forwarded)
    return await chat.send_forward(owner, owner, _CHANNEL, _BEFORE + _LINKED + _AFTER, entities=[hidden])


async def forward_text(chat: WritingSide, owner: int, message: Message) -> Message:
    """One's own message once more, as if it came from a channel."""
    entities = entities_from_json(message.entities)
    photo = b""
    if message.photo_group:
        largest = chat.board.files.list_group(message.photo_group)[-1]
        photo = chat.board.files.path(largest).read_bytes()
    return await chat.send_forward(owner, owner, _CHANNEL, message.words, entities=entities, photo=photo)
