"""The bin on the web: back, or gone for good."""

from pathlib import Path

from aiohttp import ClientSession

from bot.web.forms import TOKEN_FIELD
from models.blobs.file import FileBlobStore
from models.links import FOR_GOOD, bin_link
from models.tables import Link, Person, Role
from tests.bot.web.test_library import fill, serve_library
from tests.bot.web.visitors import FORM_TOKEN, sign_in
from tests.factories import NOW, make_chat, make_link


async def test_links_come_back_or_go_for_good(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    back, gone, kept = await fill(chat, 3)
    for link in (back, gone, kept):
        await bin_link(link.id, NOW)
    sign_in(client)

    async with serve_library(blobs, tmp_path, chat) as url:
        await Person.all().update(role=Role.OWNER)
        async with client.get(f"{url}/bin") as answer:
            before = await answer.text()
        for deed, link in (("back", back), ("wipe", gone)):
            form = {TOKEN_FIELD: FORM_TOKEN, "deed": deed, "link": str(link.id)}
            async with client.post(f"{url}/bin", data=form) as answer:
                after = await answer.text()

    assert all(title in before for title in ("石头 0", "石头 1", "石头 2"))
    assert "石头 2" in after
    assert "石头 0" not in after
    assert "石头 1" not in after
    assert (await Link.get(id=back.id)).deleted_at is None
    assert (await Link.get(id=gone.id)).deleted_at == FOR_GOOD


async def test_bin_is_emptied_as_it_was_shown_or_not_at_all(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    for link in await fill(chat, 2):
        await bin_link(link.id, NOW)
    sign_in(client)
    form = {TOKEN_FIELD: FORM_TOKEN, "deed": "empty"}

    async with serve_library(blobs, tmp_path, chat) as url:
        await Person.all().update(role=Role.OWNER)
        async with client.post(f"{url}/bin", data=form | {"count": "1"}) as stale:
            pass
        left = await Link.filter(deleted_at__gt=FOR_GOOD).count()
        async with client.post(f"{url}/bin", data=form | {"count": "2"}) as fresh:
            text = await fresh.text()

    assert (stale.status, left) == (404, 2)
    assert "The bin is empty." in text
    assert await Link.filter(deleted_at__gt=FOR_GOOD).count() == 0


async def test_what_lies_in_a_foreign_bin_or_in_none_stays_as_it_is(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat, foreign = await make_chat(), await make_link()
    own = await make_link(chat)
    await bin_link(foreign.id, NOW)
    sign_in(client)

    async with serve_library(blobs, tmp_path, chat) as url:
        for link in (foreign, own):
            form = {TOKEN_FIELD: FORM_TOKEN, "deed": "wipe", "link": str(link.id)}
            async with client.post(f"{url}/bin", data=form) as answer:
                assert answer.status == 404

    assert (await Link.get(id=foreign.id)).deleted_at == NOW
    assert (await Link.get(id=own.id)).deleted_at is None
