"""Relabelling: a script says which tags and which note a link has from now on, instead of adding to them."""

from collections.abc import Sequence

from bot.services.labelling import Lost
from bot.services.ports import Ports
from bot.services.tagging import note_loss
from models.aliases import resolve_names
from models.database import transaction
from models.links import get_link, set_note
from models.tables import Link
from models.tag_names import tag_key
from models.tags import add_tags, list_link_tags, remove_tags


async def relabel(
    chat_id: int, link_id: int, tags: Sequence[str] | None, note: str | None, person_id: int | None, ports: Ports
) -> Link:
    """Replace tags and note (None: as they are) of one of this chat's links; /undo knows. Raise `NotFound`."""
    async with transaction():
        link = await get_link(chat_id, link_id)
        removed = await _replace_tags(link, tags) if tags is not None else []
        overwritten = link.note if note is not None and link.note and link.note != note else None
        if note is not None and link.note != note:
            await set_note(link, note)
        await note_loss(Lost(tuple(removed), overwritten), link, person_id, ports)
    return link


async def _replace_tags(link: Link, names: Sequence[str]) -> list[str]:
    wanted = {tag_key(name) for name in await resolve_names(link.chat_id, names)}
    borne = (await list_link_tags([link.id]))[link.id]
    removed = await remove_tags(link, [name for name in borne if tag_key(name) not in wanted])
    await add_tags(link, names)
    return removed
