"""The bodies that an archived page shows: one by one, or put into it for a single file."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Mapping, Sequence

from bot.services.cards import ResourceCard
from models.blobs import BlobStore
from models.errors import BlobMissing, NotFound
from models.resources import find_resource, list_resources

MAX_BUNDLE_BYTES = 200 * 1024 * 1024  # what is shown a hundred times is put in a hundred times
NOTHING = b"data:,"
CSS_TYPE = "text/css"

# What the header set of archived pages says to a browser, said in the file itself. Frames inherit it.
POLICY = (
    b"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline' data:; "
    b"img-src data:; font-src data:; media-src data:; base-uri 'none'; form-action 'none'\">"
)
_HEAD_BYTES = 2_000  # within which the head begins
_HEAD = b'<head><meta charset="utf-8">'
_NAMED = re.compile(rb"assets/([0-9a-f]{64})")


async def show_resource(permalink_id: str, name: str) -> ResourceCard:
    """One body of that snapshot's page; raise `NotFound` for anything else."""
    found = await find_resource(permalink_id, name)
    if found is None:
        raise NotFound("no such body in that snapshot")
    return ResourceCard(found.sha256, found.media_type, found.bytes)


async def show_resources(permalink_id: str) -> tuple[ResourceCard, ...]:
    """All bodies of that snapshot's page."""
    return tuple(ResourceCard(one.sha256, one.media_type, one.bytes) for one in await list_resources(permalink_id))


async def bundle_page(page: str, resources: Sequence[ResourceCard], blobs: BlobStore) -> AsyncIterator[bytes]:
    """The archived page as one file that needs nothing else, made while it is sent."""
    bundler = _Bundler({one.sha256.encode(): one for one in resources}, blobs)
    content = await blobs.get(page)
    place = content.find(_HEAD, 0, _HEAD_BYTES)
    head, rest = (content[: place + len(_HEAD)], content[place + len(_HEAD) :]) if place >= 0 else (b"", content)
    yield head + POLICY
    async for piece in bundler.fill(rest):
        yield piece


class _Bundler:
    def __init__(self, resources: Mapping[bytes, ResourceCard], blobs: BlobStore) -> None:
        self._resources = resources
        self._blobs = blobs
        self._left = MAX_BUNDLE_BYTES

    async def fill(self, content: bytes) -> AsyncIterator[bytes]:
        """A text with bodies in the place of their names."""
        position = 0
        for match in _NAMED.finditer(content):
            card = self._resources.get(match[1])
            if card is not None:
                yield content[position : match.start()]
                yield await self._data_url(card)
                position = match.end()
        yield content[position:]

    async def _data_url(self, card: ResourceCard) -> bytes:
        if card.bytes > self._left:
            return NOTHING
        try:
            content = await self._blobs.get(card.sha256)
        except BlobMissing:
            return NOTHING
        if card.media_type == CSS_TYPE:
            content = b"".join([piece async for piece in self.fill(content)])
        self._left -= len(content)
        encoded = await asyncio.to_thread(base64.b64encode, content)
        return b"data:%b;base64,%b" % (card.media_type.encode("ascii", "replace"), encoded)
