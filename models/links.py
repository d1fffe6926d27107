"""Links: one address, kept once in each chat. What lies in the bin is found by nobody."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from models.database import reader, transaction
from models.dialects import dialect
from models.errors import NotFound
from models.indexing import index_link, unindex_link
from models.tables import Link, MessageLink, MessageRole

FOR_GOOD = datetime(1970, 1, 1, tzinfo=UTC)  # deleted so long ago that it lies in no bin: it goes with the next sweep

LISTED = "links.id, links.url, links.title, links.note, links.created_at"
ORDERS = {
    "newest": "created_at DESC, id DESC",
    "oldest": "created_at, id",
    "title": "title_key, id",
    "site": "site_key, id",
}
LIST = """
    SELECT {listed}, (SELECT count(*) FROM links WHERE chat_id = ? AND deleted_at IS NULL) AS total
    FROM links WHERE chat_id = ? AND deleted_at IS NULL ORDER BY {order} LIMIT ? OFFSET ?
"""
SOME = "SELECT {listed} FROM links WHERE id IN ({numbers}) AND chat_id = ? AND deleted_at IS NULL ORDER BY id"


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A link as lists show it: whole rows take ten times as long to read."""

    id: int
    url: str
    title: str
    note: str
    created_at: datetime


def key_of(address_key: str) -> str:
    """The form in which the key of an address is stored, however long the address is."""
    return sha256(address_key.encode()).hexdigest()


async def find_link(chat_id: int, key: str, *, include_binned: bool = False) -> Link | None:
    """The link of that chat with that key, or with that one among its further ones."""
    link = await Link.get_or_none(chat_id=chat_id, key=key) or await Link.get_or_none(
        keys__chat_id=chat_id, keys__key=key
    )
    return link if link is not None and (include_binned or link.deleted_at is None) else None


async def get_link(chat_id: int, link_id: int, *, include_binned: bool = False) -> Link:
    """The chat's link with that number; somebody else's and binned ones raise `NotFound` like any other."""
    link = await Link.get_or_none(id=link_id, chat_id=chat_id)
    if link is None or (link.deleted_at is not None and not include_binned):
        raise NotFound(f"no link {link_id} in chat {chat_id}")
    return link


async def find_library_of(link_id: int) -> int | None:
    """The number of the chat that keeps a link; None where there is no such link."""
    link = await Link.get_or_none(id=link_id)
    return link.chat_id if link else None


async def save_link(
    chat_id: int, key: str, url: str, person_id: int | None, origin: dict[str, str] | None, now: datetime
) -> tuple[Link, bool]:
    """Keep an address in a chat; whether it is new there. A binned one comes back as if saved now."""
    async with transaction():
        link = await find_link(chat_id, key, include_binned=True)
        if link is None:
            link = await Link.create(
                chat_id=chat_id, key=key, url=url, saved_by_id=person_id, origin=origin, created_at=now
            )
            await index_link(link.id)
            return link, True
        if link.deleted_at is not None:
            link.deleted_at, link.created_at, link.saved_by_id = None, now, person_id
            await link.save(update_fields=["deleted_at", "created_at", "saved_by_id"])
            await index_link(link.id)
        return link, False


async def set_note(link: Link, note: str) -> None:
    """Write or empty a link's note."""
    async with transaction():
        link.note = note
        await link.save(update_fields=["note"])
        await index_link(link.id)


async def fill_in(link: Link, *, title: str, note: str) -> None:
    """Give a link a title and a note where it has none."""
    async with transaction():
        link.title, link.note = link.title or title, link.note or note
        await link.save(update_fields=["title", "note"])
        await index_link(link.id)


async def bin_link(link_id: int, now: datetime) -> bool:
    """Put a link into the bin; whether it was outside."""
    async with transaction():
        await unindex_link(link_id)
        return bool(await Link.filter(id=link_id, deleted_at__isnull=True).update(deleted_at=now))


async def restore_link(link_id: int) -> bool:
    """Take a link out of the bin; whether it was inside."""
    async with transaction():
        is_back = bool(await Link.filter(id=link_id, deleted_at__gt=FOR_GOOD).update(deleted_at=None))
        await index_link(link_id)
        return is_back


async def list_recent(chat_id: int, limit: int, offset: int = 0) -> tuple[list[ListedLink], int]:
    """A chat's links, the last saved first, and how many there are."""
    return await list_ordered(chat_id, "newest", limit, offset)


async def list_ordered(chat_id: int, order: str, limit: int, offset: int = 0) -> tuple[list[ListedLink], int]:
    """A chat's links in one of `ORDERS`, and how many there are."""
    query = LIST.format(listed=LISTED, order=ORDERS[order])
    rows = await reader().execute_query_dict(query, [chat_id, chat_id, limit, offset])
    total = rows[0]["total"] if rows else await count_links(chat_id) if offset else 0
    return read_listed(rows), total


async def list_some(chat_id: int, link_ids: Sequence[int]) -> list[ListedLink]:
    """Those of these links that are this chat's and lie in no bin."""
    query = SOME.format(listed=LISTED, numbers=dialect().numbers)
    return read_listed(await reader().execute_query_dict(query, [json.dumps(list(link_ids)), chat_id]))


async def list_titles(chat_id: int, limit: int) -> list[str]:
    """The titles of a chat's links, the last saved first."""
    links = Link.filter(chat_id=chat_id, deleted_at__isnull=True).exclude(title="").using_db(reader())
    return [str(title) for title in await links.order_by("-created_at").limit(limit).values_list("title", flat=True)]


def read_listed(rows: Iterable[Mapping[str, Any]]) -> list[ListedLink]:
    """The links in the rows of a query that asks for `LISTED`."""
    return [
        ListedLink(row["id"], row["url"], row["title"], row["note"], read_moment(row["created_at"])) for row in rows
    ]


def read_moment(stored: str | datetime) -> datetime:
    """SQLite has no moments, only texts."""
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored


async def count_links(chat_id: int) -> int:
    """How many links a chat keeps."""
    return await Link.filter(chat_id=chat_id, deleted_at__isnull=True).using_db(reader()).count()


async def attach_message(bot_id: int, chat_telegram_id: int, message_id: int, role: MessageRole, link_id: int) -> bool:
    """Let a message stand for a link; False where it does already."""
    message = MessageLink.filter(bot_id=bot_id, chat_telegram_id=chat_telegram_id, message_id=message_id)
    async with transaction():
        if await message.filter(link_id=link_id).exists():
            return False
        await MessageLink.create(
            bot_id=bot_id,
            chat_telegram_id=chat_telegram_id,
            message_id=message_id,
            role=role,
            link_id=link_id,
        )
        return True


async def list_links_of_message(bot_id: int, chat_telegram_id: int, message_id: int) -> list[Link]:
    """The links that a message stands for, in the order in which they were attached."""
    return await Link.filter(
        messages__bot_id=bot_id,
        messages__chat_telegram_id=chat_telegram_id,
        messages__message_id=message_id,
        deleted_at__isnull=True,
    ).order_by("messages__id")


async def list_messages(bot_id: int, link_id: int) -> list[MessageLink]:
    """The messages that stand for a link."""
    return await MessageLink.filter(bot_id=bot_id, link_id=link_id).order_by("id")
