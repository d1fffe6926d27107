"""What /tag, /alias, /rule and /bin show."""

from datetime import timedelta
from math import ceil

from bot.services.cards import BinnedLink, NamedRow, TagCard
from bot.services.ports import Ports
from bot.services.sweeping import KEEP_BINNED
from models.aliases import list_aliases, list_chat_aliases
from models.bin import list_binned
from models.tables import Tag
from models.tag_moves import count_tag, get_tag
from models.tag_rules import list_rules

SHOWN = 30
BIN_SHOWN = 10
DAY = timedelta(days=1)


async def describe_tag(chat_id: int, tag_id: int) -> TagCard:
    """Return one of this chat's tags; raise `NotFound`."""
    tag: Tag = await get_tag(chat_id, tag_id)
    aliases = tuple(alias.name for alias in await list_aliases([tag.id]))
    patterns = tuple(rule.pattern for rule in await list_rules(chat_id) if rule.tag_id == tag.id)
    return TagCard(tag.id, tag.name, await count_tag(tag.id), aliases, patterns)


async def show_aliases(chat_id: int) -> list[NamedRow]:
    """Return a chat's aliases."""
    return [NamedRow(one.id, one.name, one.tag.name) for one in await list_chat_aliases(chat_id, SHOWN)]


async def show_rules(chat_id: int) -> list[NamedRow]:
    """Return a chat's rules."""
    return [NamedRow(one.id, one.pattern, one.tag.name) for one in await list_rules(chat_id)]


async def show_bin(chat_id: int, ports: Ports, shown: int = BIN_SHOWN, page: int = 0) -> tuple[list[BinnedLink], int]:
    """Return a page of what was deleted, the last first, and how much lies in the bin; pages count from 0."""
    links, total = await list_binned(chat_id, shown, page * shown)
    now = ports.clock()
    binned = []
    for link in links:
        if link.deleted_at is not None:
            left = max(ceil((link.deleted_at + KEEP_BINNED - now) / DAY), 0)  # a day that has begun is one
            binned.append(BinnedLink(link.id, link.title, link.url, left))
    return binned, total
