"""Tagging by reply: what a reply says labels every link that the answered message stands for."""

from bot.parsing.save import Remark
from bot.parsing.tags import Tags
from bot.services.labelling import Lost, MessageKey, apply_remark
from bot.services.ports import Ports
from bot.services.undoing import note_labelling
from models.database import transaction
from models.links import list_links_of_message
from models.tables import Link


async def remark(
    message: MessageKey, answered_message_id: int, said: Remark, person_id: int | None, ports: Ports
) -> list[Link]:
    """Label the links behind the answered message; return them, none where it stands for no link."""
    async with transaction():
        links = await list_links_of_message(message.bot_id, message.chat_telegram_id, answered_message_id)
        for link in links:
            lost = await apply_remark(message, link, Tags(said.added, said.removed), said.note)
            await note_loss(lost, link, person_id, ports)
    return links


async def note_loss(lost: Lost, link: Link, person_id: int | None, ports: Ports) -> None:
    """Write down what a remark took away, so that it can be taken back."""
    if lost != Lost():
        await note_labelling(link.chat_id, person_id, link.id, ports, removed=list(lost.removed), note=lost.note)
