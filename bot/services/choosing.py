"""Choosing: the settings of a chat, and what it has used of its limits."""

from datetime import timedelta

from bot.services.cards import SettingsCard
from bot.services.ports import Ports
from models.links import count_links
from models.snapshots import count_since, used_bytes
from models.tables import Chat, ChatKind


async def describe_settings(chat: Chat, ports: Ports) -> SettingsCard:
    """Return what a chat has chosen and used."""
    limits = ports.limits
    return SettingsCard(
        language=chat.language,
        links=await count_links(chat.id),
        captures_today=await count_since(chat.id, ports.clock() - timedelta(days=1)),
        max_per_day=limits.max_per_day,
        used_bytes=await used_bytes(chat.id),
        max_bytes=limits.max_bytes,
        is_group=chat.kind is ChatKind.GROUP,
        listens_to_all=chat.listens_to_all,
    )
