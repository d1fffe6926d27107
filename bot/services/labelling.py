"""Tags and notes: what one message says about a link, and how an edit of that message re-applies it."""

from dataclasses import dataclass

from bot.parsing.tags import Tags
from models.links import set_note
from models.remarks import find_remark, put_remark
from models.tables import Link
from models.tags import add_tags, remove_tags


@dataclass(frozen=True, slots=True)
class MessageKey:
    """One message of one bot."""

    bot_id: int
    chat_telegram_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Lost:
    """What a remark took away from a link."""

    removed: tuple[str, ...] = ()
    note: str | None = None  # the one before, where it was written over


async def apply_remark(message: MessageKey, link: Link, tags: Tags, note: str) -> Lost:
    """Label a link as a message says; what an earlier wording of the same message did is taken back first.

    To be called inside a transaction.
    """
    note_before = link.note
    earlier = await find_remark(message.bot_id, message.chat_telegram_id, message.message_id, link.id)
    if earlier is None and not (tags.added or tags.removed or note):
        return Lost()
    unsaid: list[str] = []
    if earlier is not None:
        unsaid = await remove_tags(link, [name for name in earlier.added if name not in tags.added])
        await add_tags(link, [name for name in earlier.removed if name not in tags.removed])
    added = await add_tags(link, tags.added)
    removed = await remove_tags(link, tags.removed)
    if note or (earlier is not None and earlier.note and link.note == earlier.note):
        await set_note(link, note)
    kept = [name for name in earlier.added if name in tags.added] if earlier else []
    kept_away = [name for name in earlier.removed if name in tags.removed] if earlier else []
    await put_remark(
        message.bot_id,
        message.chat_telegram_id,
        message.message_id,
        link.id,
        added=[*kept, *added],
        removed=[*kept_away, *removed],
        note=note,
    )
    is_overwritten = bool(note_before) and link.note != note_before
    return Lost((*unsaid, *removed), note_before if is_overwritten else None)
