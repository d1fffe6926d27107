"""Memberships: who has been seen in which group."""

from datetime import datetime, timedelta

from models.database import transaction
from models.tables import Membership

NOTE_EVERY = timedelta(minutes=1)  # a row is written anew at most so often


async def note_member(chat_id: int, person_id: int, now: datetime) -> None:
    """Note that somebody is in a group."""
    async with transaction():
        known = await Membership.get_or_none(chat_id=chat_id, person_id=person_id)
        if known is None:
            await Membership.create(chat_id=chat_id, person_id=person_id, seen_at=now)
        elif now - known.seen_at > NOTE_EVERY:
            await Membership.filter(id=known.id).update(seen_at=now)


async def drop_member(chat_id: int, person_id: int) -> None:
    """Somebody is not in that group any more."""
    await Membership.filter(chat_id=chat_id, person_id=person_id).delete()
