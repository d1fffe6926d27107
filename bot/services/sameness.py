"""Learning, from a capture, by which further addresses a link goes; two links of a chat may turn out to be one."""

import logging

from bot.parsing.sameness import is_short, list_further
from bot.services.ruling import apply_rules
from capture.types import CaptureResult, Label
from models.database import transaction
from models.link_keys import learn_key
from models.links import key_of
from models.tables import Link, Snapshot

log = logging.getLogger(__name__)


async def learn_addresses(snapshot: Snapshot, result: CaptureResult) -> None:
    """Remember the addresses behind a page that came out well; one with a label says nothing of itself."""
    if result.label is not Label.OK:
        return
    async with transaction():
        link = await Link.get_or_none(id=snapshot.link_id)
        for address in list_further(snapshot.url, result.final_url, result.facts.canonical_url):
            if link is None:
                return
            is_led = is_short(snapshot.url) and address.url != result.facts.canonical_url
            before = link.id
            link = await learn_key(link.id, key_of(address.key), title=None if is_led else result.facts.title)
            if link is not None and link.id != before:
                log.info("two links are one", extra={"snapshot": snapshot.id, "link": link.id})
        if link is not None and is_short(snapshot.url):
            await apply_rules(link, result.final_url)
