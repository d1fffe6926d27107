"""Further addresses of links: behind a short link, or said by the page to be its own."""

from models.database import transaction
from models.links import find_link
from models.merging import merge_links
from models.snapshots import find_latest
from models.tables import Link, LinkKey


async def learn_key(link_id: int, key: str, *, title: str | None = None) -> Link | None:
    """Let a link be known by a further key; return the link that it is from now on.

    Where the chat has another link with that key, they become one, the older one, with the history of both; not where
    that one lies in the bin, nor, where a title is given, where it is called otherwise.
    """
    async with transaction():
        link = await Link.get_or_none(id=link_id)
        if link is None or link.key == key:
            return link
        holder = await find_link(link.chat_id, key, include_binned=True)
        if holder is None:
            await LinkKey.create(chat_id=link.chat_id, key=key, link_id=link.id)
            return link
        if holder.id == link.id or holder.deleted_at is not None or not await _is_called(holder, title):
            return link
        older, newer = sorted((link, holder), key=lambda one: (one.created_at, one.id))
        await merge_links(newer, older)
        return older


async def _is_called(link: Link, title: str | None) -> bool:
    if title is None:
        return True
    latest = await find_latest(link.id)
    known = latest.title if latest else link.title
    return " ".join(known.split()).casefold() == " ".join(title.split()).casefold()
