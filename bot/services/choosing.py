"""Choosing: the settings of a chat, how its pages are captured, and what it has used of its limits."""

from dataclasses import replace
from datetime import timedelta

from bot.callbacks import Look
from bot.services.cards import SettingsCard, View
from bot.services.ports import Ports
from models.chats import set_view
from models.links import count_links
from models.snapshots import count_since
from models.tables import Chat, ChatKind
from models.usage import used_bytes


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
        view=view_of(chat),
        are_private=chat.private_permalinks,
    )


def view_of(chat: Chat) -> View:
    """How the pages of a chat are captured."""
    return View(chat.phone_view, chat.dark_view)


def looking(view: View, look: Look) -> View:
    """The same view but for one side of it."""
    if look in {Look.PHONE, Look.DESKTOP}:
        return replace(view, is_phone=look is Look.PHONE)
    return replace(view, is_dark=look is Look.DARK)


async def choose_look(chat: Chat, look: Look) -> None:
    """Capture the pages of a chat so from now on."""
    chosen = looking(view_of(chat), look)
    await set_view(chat, phone_view=chosen.is_phone, dark_view=chosen.is_dark)
