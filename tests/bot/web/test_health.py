"""Alive and ready."""

import asyncio

from aiohttp import ClientSession

from bot.web.health import run_checks
from models.blobs.file import FileBlobStore
from models.errors import DatabaseBusy
from tests.bot.web.cards import serve


async def pass_check() -> None:
    await asyncio.sleep(0)


async def fail_check() -> None:
    raise DatabaseBusy("a secret path")


async def test_server_is_alive_whatever_is_broken(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs, checks={"database": fail_check}) as url, client.get(f"{url}/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_server_is_ready_when_every_check_passes(blobs: FileBlobStore, client: ClientSession) -> None:
    checks = {"database": pass_check, "browser": pass_check}

    async with serve(blobs, checks=checks) as url, client.get(f"{url}/readyz") as answer:
        document = await answer.json()

    assert answer.status == 200
    assert document == {"status": "ready", "failing": [], "checks": {"browser": "ok", "database": "ok"}}


async def test_what_is_not_ready_is_named_and_nothing_more(blobs: FileBlobStore, client: ClientSession) -> None:
    checks = {"database": fail_check, "browser": pass_check}

    async with serve(blobs, checks=checks) as url, client.get(f"{url}/readyz") as answer:
        text = await answer.text()
        document = await answer.json()

    assert answer.status == 503
    assert document["failing"] == ["database"]
    assert document["checks"] == {"browser": "ok", "database": "failing"}
    assert "secret" not in text


async def test_check_that_hangs_is_not_ready() -> None:
    async def hang() -> None:
        await asyncio.Event().wait()

    failures = await run_checks({"disk": hang, "database": pass_check}, seconds=0.05)

    assert list(failures) == ["disk"]
