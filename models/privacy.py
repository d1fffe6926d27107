"""Privacy: for whom a permalink opens, and permalinks that are given up for others."""

from collections.abc import Callable

from models.database import transaction
from models.tables import Snapshot


async def is_private(permalink: str) -> bool:
    """Whether a permalink opens for the people of its library only: by its own word, else by its chat's."""
    found = Snapshot.filter(permalink=permalink).values_list("is_private", "link__chat__private_permalinks")
    return any(chat_says if own is None else own for own, chat_says in await found)


async def set_private(link_id: int, *, to: bool) -> None:
    """Say for all versions of a link, and for those to come, whether they are private."""
    await Snapshot.filter(link_id=link_id).update(is_private=to)


async def renew_permalinks(link_id: int, new_permalink: Callable[[], str]) -> None:
    """Give every version of a link another permalink: each names the others, so that one alone would not do."""
    async with transaction():
        for snapshot in await Snapshot.filter(link_id=link_id).only("id"):
            await Snapshot.filter(id=snapshot.id).update(permalink=new_permalink())
