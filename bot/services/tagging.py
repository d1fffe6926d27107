"""Tagging by reply: what a reply says labels every link that the answered message stands for."""

from bot.parsing.save import Remark
from bot.parsing.tags import Tags
from bot.services.labelling import MessageKey, apply_remark
from models.database import transaction
from models.links import list_links_of_message
from models.tables import Link


async def remark(message: MessageKey, answered_message_id: int, said: Remark) -> list[Link]:
    """Label the links behind the answered message; return them, none where it stands for no link."""
    async with transaction():
        links = await list_links_of_message(message.bot_id, message.chat_telegram_id, answered_message_id)
        for link in links:
            await apply_remark(message, link, Tags(said.added, said.removed), said.note)
    return links
