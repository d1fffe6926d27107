"""Short links, looked through before anything is captured: what stands behind one may be kept already.

Only what is known by a good capture counts, or is being captured: shorteners that turn programs away lead all of their
links to one and the same page, and no two links may become one by that.
"""

import asyncio
from collections.abc import Sequence

from bot.parsing.addresses import Address, parse_address
from bot.parsing.sameness import is_short, list_further
from bot.services.ports import Ports
from models.link_keys import learn_key
from models.links import find_link, key_of
from models.snapshots import ACTIVE, find_latest
from models.tables import SEEN_LABELS, Link

MOST_AT_ONCE = 8  # short links of one message; the others are captured as they are


def ask_next(url: str) -> str | None:
    """What to ask for an address that was reached: a shortener, maybe inside of a redirector; else nothing."""
    address = parse_address(url)
    return address.url if address is not None and is_short(address.url) else None


async def look_behind(chat_id: int, addresses: Sequence[Address], ports: Ports) -> None:
    """Let short links that are new to a chat be known as the links behind them, where the chat keeps those."""
    short = [one for one in addresses if is_short(one.url) and not await _is_known(chat_id, one)]
    async with asyncio.TaskGroup() as tasks:
        for address in short[:MOST_AT_ONCE]:
            tasks.create_task(_look_behind(chat_id, address, ports), name="short link")


async def _is_known(chat_id: int, address: Address) -> bool:
    return await find_link(chat_id, key_of(address.key), include_binned=True) is not None


async def _look_behind(chat_id: int, address: Address, ports: Ports) -> None:
    for further in list_further(address.url, await ports.follow(address.url), ""):
        link = await find_link(chat_id, key_of(further.key))
        if link is not None and await _is_good(link):
            await learn_key(link.id, key_of(address.key))


async def _is_good(link: Link) -> bool:
    latest = await find_latest(link.id)
    return latest is not None and (latest.status in ACTIVE or latest.label in SEEN_LABELS)
