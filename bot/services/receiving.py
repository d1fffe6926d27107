"""Receiving an update through the webhook: a row first, and only then may Telegram hear that it arrived."""

from collections.abc import Callable, Mapping

from bot.services.ports import Ports
from models.updates import record_updates


async def receive_update(payload: Mapping[str, object], ports: Ports, ring: Callable[[], None]) -> None:
    """Write an update down and wake whoever handles them; raise ValueError for what is no update."""
    update_id = payload.get("update_id")
    if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 <= update_id < 2**63:
        raise ValueError("no update")
    if await record_updates(ports.bot_id, [(update_id, payload)], ports.clock()):
        ring()
