import asyncio

import pytest
from aiohttp import ClientSession

from models.blobs.file import FileBlobStore
from tests.bot.web.cards import serve


async def read() -> bytes:
    await asyncio.sleep(0)
    return b"snapkeep_links 3.0\n"


async def test_figures_are_shown_to_whoever_asks_this_machine(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs, metrics=read) as url, client.get(f"{url}/metrics") as answer:
        assert (answer.status, await answer.text()) == (200, "snapkeep_links 3.0\n")
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
async def test_figures_are_not_for_the_world_behind_a_proxy(
    blobs: FileBlobStore, client: ClientSession, header: str
) -> None:
    async with serve(blobs, metrics=read) as url, client.get(f"{url}/metrics", headers={header: "1.2.3.4"}) as answer:
        assert answer.status == 404


async def test_without_figures_there_is_no_such_page(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url, client.get(f"{url}/metrics") as answer:
        assert answer.status == 404
