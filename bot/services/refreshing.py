"""Refreshing: an answer that stands in the chat shows the tags and the note that its link has now."""

import logging

from bot.errors import MessengerError
from bot.services.delivering import show_answer, target_of
from bot.services.ports import Messenger, Ports
from models.deliveries import list_delivered
from models.errors import NotFound
from models.snapshots import get_snapshot_by_id

log = logging.getLogger(__name__)

LATE = frozenset({"pdf", "wacz"})  # what is made after the answer
NEWEST = 3  # answers; older ones have scrolled away, and Telegram limits how often a chat may be edited


async def refresh_answers(link_id: int, ports: Ports, messenger: Messenger) -> None:
    """Rewrite the newest answers about a link. A courtesy: what cannot be edited stays as it is."""
    for delivery in await list_delivered(link_id, messenger.bot_id, NEWEST):
        if delivery.message_id is None:
            continue
        try:
            card = await show_answer(delivery, ports)
            await messenger.refresh_card(target_of(delivery), delivery.message_id, card)
        except (MessengerError, NotFound) as error:
            log.info("answer not refreshed", extra={"delivery": delivery.id, "reason": str(error)})


async def admit_missing(snapshot_id: int, ports: Ports, messenger: Messenger) -> None:
    """Let the answers say what could not be made after them; where all of it was made they are right already."""
    try:
        snapshot = await get_snapshot_by_id(snapshot_id)
    except NotFound:
        return
    if LATE.intersection(snapshot.missing):
        await refresh_answers(snapshot.link_id, ports, messenger)
