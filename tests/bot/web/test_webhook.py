"""What comes in at the webhook: Telegram's updates, and nobody else's."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from aiohttp import ClientSession

from bot.web.ports import Webhook
from models.blobs.file import FileBlobStore
from models.errors import StoreFull
from tests.bot.web.cards import serve

SECRET = "a-secret-of-ours"


@dataclass
class Desk:
    """Takes updates, as long as it has room."""

    taken: list[Mapping[str, object]] = field(default_factory=list)
    is_full: bool = False

    async def take(self, payload: Mapping[str, object]) -> None:
        await asyncio.sleep(0)
        if self.is_full:
            raise StoreFull("no room")
        if "update_id" not in payload:
            raise ValueError("no update")
        self.taken.append(payload)

    @property
    def webhook(self) -> Webhook:
        return Webhook("/hook", SECRET, self.take)


async def post(blobs: FileBlobStore, client: ClientSession, desk: Desk, body: bytes, secret: str = SECRET) -> int:
    """Bring something to the webhook; the status of the answer, which never has a body."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with (
        serve(blobs, webhook=desk.webhook) as url,
        client.post(f"{url}/hook", data=BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


async def test_update_is_taken_and_confirmed(blobs: FileBlobStore, client: ClientSession) -> None:
    desk = Desk()
    update = {"update_id": 5, "message": {"text": "x" * 200_000}}

    assert await post(blobs, client, desk, json.dumps(update).encode()) == 200
    assert desk.taken == [update]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", "ü"])
async def test_whoever_does_not_know_the_secret_starts_nothing(
    blobs: FileBlobStore, client: ClientSession, secret: str
) -> None:
    desk = Desk()

    assert await post(blobs, client, desk, b'{"update_id": 5}', secret) == 401
    assert desk.taken == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"{}", b"\xff", b"[" * 100_000])
async def test_what_is_no_update_is_refused(blobs: FileBlobStore, client: ClientSession, body: bytes) -> None:
    desk = Desk()

    assert await post(blobs, client, desk, body) == 400
    assert desk.taken == []


async def test_body_of_more_than_a_mebibyte_is_refused(blobs: FileBlobStore, client: ClientSession) -> None:
    desk = Desk()

    assert await post(blobs, client, desk, json.dumps({"update_id": 5, "text": "x" * 1024 * 1024}).encode()) == 413
    assert desk.taken == []


async def test_update_that_could_not_be_written_down_is_brought_again(
    blobs: FileBlobStore, client: ClientSession
) -> None:
    assert await post(blobs, client, Desk(is_full=True), b'{"update_id": 5}') == 503


async def test_without_a_webhook_there_is_no_such_route(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url, client.post(f"{url}/hook", json={"update_id": 5}) as answer:
        assert answer.status == 404
