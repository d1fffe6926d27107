"""Sorting out: the same deed for many links of a library at once, all of them or none."""

from collections.abc import Sequence

from bot.parsing.tags import parse_tag
from bot.services.entering import ask_again
from bot.services.ports import Ports
from bot.services.removing import bring_back, remove
from bot.services.undoing import note_labelling
from bot.services.wiping import wipe_at_once
from models.aliases import resolve_names
from models.database import transaction
from models.links import get_link, set_note
from models.tables import Link
from models.tag_names import tag_key
from models.tags import add_tags, list_link_tags, remove_tags

MOST = 200  # links in one deed


def read_tags(text: str) -> tuple[str, ...]:
    """The tags that somebody typed, with or without #, divided by spaces or commas."""
    for comma in ",，、":
        text = text.replace(comma, " ")
    return tuple(name for word in text.split() if (name := parse_tag(word)) is not None)


async def tag_many(chat_id: int, link_ids: Sequence[int], names: Sequence[str]) -> None:
    """Label links; raise `NotFound` where one is not this chat's, and label none."""
    async with transaction():
        for link_id in link_ids:
            await add_tags(await get_link(chat_id, link_id), names)


async def untag_many(
    chat_id: int, link_ids: Sequence[int], names: Sequence[str], person_id: int | None, ports: Ports
) -> None:
    """Take labels off links; it can be taken back in the chat like any other deed. Raises `NotFound`."""
    async with transaction():
        for link_id in link_ids:
            removed = await remove_tags(await get_link(chat_id, link_id), names)
            if removed:
                await note_labelling(chat_id, person_id, link_id, ports, removed=removed, note=None)


async def remove_many(chat_id: int, link_ids: Sequence[int], person_id: int | None, ports: Ports) -> None:
    """Put links into the bin. Raises `NotFound`."""
    async with transaction():
        for link_id in link_ids:
            await remove(chat_id, link_id, ports, person_id)


async def bring_many_back(chat_id: int, link_ids: Sequence[int]) -> None:
    """Take links out of the bin. Raises `NotFound`."""
    async with transaction():
        for link_id in link_ids:
            await bring_back(chat_id, link_id)


async def wipe_many(chat_id: int, link_ids: Sequence[int], person_id: int, ports: Ports) -> None:
    """Delete links for good. Raises `NotFound`, and `InvalidRequest` for what is not theirs to wipe."""
    async with transaction():
        for link_id in link_ids:
            await wipe_at_once(chat_id, link_id, ports, person_id)


async def capture_many(chat_id: int, link_ids: Sequence[int], ports: Ports) -> None:
    """Queue another capture of each. Raises `NotFound`, and `InvalidRequest` where that is more than is allowed."""
    async with transaction():
        for link_id in link_ids:
            await ask_again(chat_id, link_id, ports)
    ports.wake_workers()


async def relabel(
    chat_id: int, link_id: int, names: Sequence[str] | None, note: str | None, person_id: int | None, ports: Ports
) -> None:
    """Give a link exactly these tags and this note (None: as they are); what goes can be taken back. `NotFound`."""
    async with transaction():
        link = await get_link(chat_id, link_id)
        removed = await _replace_tags(link, names) if names is not None else []
        lost_note = link.note if note is not None and link.note and link.note != note else None
        if note is not None and link.note != note:
            await set_note(link, note)
        if removed or lost_note is not None:
            await note_labelling(chat_id, person_id, link_id, ports, removed=removed, note=lost_note)


async def _replace_tags(link: Link, names: Sequence[str]) -> list[str]:
    await add_tags(link, names)
    wanted = {tag_key(name) for name in await resolve_names(link.chat_id, names)}
    borne = (await list_link_tags([link.id]))[link.id]
    return await remove_tags(link, [name for name in borne if tag_key(name) not in wanted])
