"""Remarks: what one message said about one link, so that editing it can be applied again."""

from collections.abc import Sequence

from models.database import transaction
from models.tables import Remark


async def find_remark(bot_id: int, chat_telegram_id: int, message_id: int, link_id: int) -> Remark | None:
    """What that message said about that link."""
    return await Remark.get_or_none(
        bot_id=bot_id, chat_telegram_id=chat_telegram_id, message_id=message_id, link_id=link_id
    )


async def put_remark(
    bot_id: int,
    chat_telegram_id: int,
    message_id: int,
    link_id: int,
    *,
    added: Sequence[str] = (),
    removed: Sequence[str] = (),
    note: str = "",
) -> Remark:
    """Keep what a message says about a link, in place of what it said before."""
    async with transaction():
        remark = await find_remark(bot_id, chat_telegram_id, message_id, link_id) or Remark(
            bot_id=bot_id, chat_telegram_id=chat_telegram_id, message_id=message_id, link_id=link_id
        )
        remark.added, remark.removed, remark.note = list(added), list(removed), note
        await remark.save()
        return remark
