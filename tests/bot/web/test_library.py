"""The library in front of a real database: looking, adding, sorting out, and whose it is."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession, FormData

from bot.services.browsing import browse
from bot.services.showing import show_permalink
from bot.services.visiting import Library
from bot.web.forms import TOKEN_FIELD
from models.blobs.file import FileBlobStore
from models.links import FOR_GOOD
from models.search import SearchQuery
from models.snapshots import find_latest
from models.tables import Chat, Link, Person, Role
from models.tags import add_tags, list_link_tags
from tests.bot.web.cards import serve
from tests.bot.web.visitors import FORM_TOKEN, Door, make_visitor, sign_in
from tests.factories import make_chat, make_failed, make_finished, make_link, make_outcome, make_person, make_snapshot
from tests.ports import open_desk
from tests.queries import listen_to_queries


@asynccontextmanager
async def serve_library(blobs: FileBlobStore, folder: Path, *chats: Chat) -> AsyncIterator[str]:
    """A server at which somebody is signed in to whom these libraries belong."""
    person = await make_person()
    libraries = (Library(one.id, one.title, is_own=one is chats[0]) for one in chats)
    door, ports = Door(make_visitor(*libraries, person_id=person.id)), open_desk(folder).ports()
    root = "http://127.0.0.1"
    cards = {"cards": lambda permalink_id: show_permalink(permalink_id, root)}
    async with serve(blobs, public_url=root, visitors=door, services=ports, **cards) as url:
        yield url


async def fill(chat: Chat, count: int) -> list[Link]:
    links = []
    for number in range(count):
        link = await make_link(chat, f"https://example.com/{number}")
        await make_finished(link, outcome=make_outcome(title=f"石头 {number}"))
        links.append(link)
    return links


async def test_library_shows_links_tags_and_what_failed(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    (link,) = await fill(chat, 1)
    await add_tags(link, ["reading"])
    await make_failed(await make_link(chat))
    sign_in(client)

    async with serve_library(blobs, tmp_path, chat) as url, client.get(url) as answer:
        text = await answer.text()

    assert "石头 0" in text
    assert "#reading" in text
    assert "Unreachable." in text
    assert "2 links" in text
    assert answer.headers["Cache-Control"] == "private, no-store"


async def test_search_finds_chinese_and_a_senseless_filter_is_said(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    await fill(chat, 2)
    await make_finished(await make_link(chat), outcome=make_outcome(title="Elsewhere"))
    sign_in(client)

    async with serve_library(blobs, tmp_path, chat) as url:
        async with client.get(f"{url}/", params={"q": "石头"}) as answer:
            found = await answer.text()
        async with client.get(f"{url}/", params={"q": "before:never"}) as answer:
            senseless = await answer.text()
        async with client.get(f"{url}/", params={"q": "石头 after:7d"}) as answer:
            late = await answer.text()

    assert "2 links" in found
    assert "2 links" in late
    assert "is no date" not in late
    assert "Elsewhere" not in found
    assert "never" in senseless


async def test_search_shows_where_the_words_stand_and_what_was_probably_meant(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    outcome = make_outcome(title="A <b>page</b>", text="Somewhere <i>far</i> away a lighthouse stands.")
    await make_finished(await make_link(chat), outcome=replace(outcome, title="Lighthouse"))
    sign_in(client)

    async with serve_library(blobs, tmp_path, chat) as url:
        async with client.get(f"{url}/", params={"q": "lighthouse"}) as answer:
            found = await answer.text()
        async with client.get(f"{url}/", params={"q": "lighthuose"}) as answer:
            meant = await answer.text()

    assert "<mark>lighthouse</mark>" in found
    assert "<i>" not in found
    assert '<a href="/?q=lighthouse">' in meant


async def test_link_is_added_and_waits(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    sign_in(client)
    form = {TOKEN_FIELD: FORM_TOKEN, "url": "example.com/new", "tags": "later, 石头", "note": "a note"}

    async with serve_library(blobs, tmp_path, chat) as url, client.post(f"{url}/links", data=form) as answer:
        text = await answer.text()

    link = await Link.get(chat_id=chat.id)
    assert answer.status == 200
    assert "1 capture under way" in text
    assert link.note == "a note"
    assert (await list_link_tags([link.id]))[link.id] == ("later", "石头")


async def test_deleting_offers_to_undo_it_and_deleting_for_good_does_not(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    first, second, kept = await fill(chat, 3)
    sign_in(client)
    form = {TOKEN_FIELD: FORM_TOKEN, "deed": "delete", "link": [str(first.id), str(second.id)]}

    async with serve_library(blobs, tmp_path, chat) as url:
        async with client.post(f"{url}/links/deeds", data=form) as answer:
            deleted = await answer.text()
        offered = re.findall(r'type="hidden" name="link" value="(\d+)"', deleted)
        async with client.post(f"{url}/links/deeds", data=form | {"deed": "back", "link": offered}) as answer:
            back = await answer.text()
        await Person.all().update(role=Role.OWNER)
        async with client.post(f"{url}/links/deeds", data=form | {"deed": "wipe", "link": str(kept.id)}) as answer:
            wiped = await answer.text()

    assert "2 links deleted" in deleted
    assert "2 links are back" in back
    assert "deleted for good" in wiped
    assert 'value="back"' in deleted
    assert 'value="back"' not in wiped
    assert {link.id for link in await Link.filter(deleted_at=None)} == {first.id, second.id}
    assert (await Link.get(id=kept.id)).deleted_at == FOR_GOOD


async def test_what_is_no_address_is_said_and_nothing_is_kept(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    sign_in(client)
    form = {TOKEN_FIELD: FORM_TOKEN, "url": "ftp://example.com/"}

    async with serve_library(blobs, tmp_path, chat) as url, client.post(f"{url}/links", data=form) as answer:
        assert answer.status == 422
        assert 'role="alert"' in await answer.text()

    assert await Link.all().count() == 0


async def test_twenty_links_are_tagged_untagged_captured_and_deleted_at_once(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    links = await fill(chat, 20)
    ids = [link.id for link in links]
    sign_in(client)

    async with serve_library(blobs, tmp_path, chat) as url:
        for deed in ("tag", "untag", "delete"):
            form = FormData([(TOKEN_FIELD, FORM_TOKEN), ("deed", deed), ("tags", "石头"), *_ticked(ids)])
            async with client.post(f"{url}/links/deeds", data=form) as answer:
                said = await answer.text()
            borne = await list_link_tags(ids)
            assert "20 links" in said
            assert all(tags == (("石头",) if deed == "tag" else ()) for tags in borne.values())

    assert await Link.filter(deleted_at__isnull=True).count() == 0


async def test_selected_link_is_captured_again(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    (link,) = await fill(chat, 1)
    sign_in(client)
    form = {TOKEN_FIELD: FORM_TOKEN, "deed": "again", "link": str(link.id)}

    async with serve_library(blobs, tmp_path, chat) as url, client.post(f"{url}/links/deeds", data=form) as answer:
        assert answer.status == 200

    latest = await find_latest(link.id)
    assert latest is not None
    assert latest.version == 2


@pytest.mark.parametrize("deed", ["tag", "untag", "again", "delete"])
async def test_foreign_link_among_ones_own_stops_the_whole_deed(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession, deed: str
) -> None:
    chat, foreign = await make_chat(), await make_link()
    (own,) = await fill(chat, 1)
    sign_in(client)
    form = FormData([(TOKEN_FIELD, FORM_TOKEN), ("deed", deed), ("tags", "x"), *_ticked([own.id, foreign.id])])

    async with serve_library(blobs, tmp_path, chat) as url, client.post(f"{url}/links/deeds", data=form) as answer:
        assert answer.status == 404

    assert (await list_link_tags([own.id]))[own.id] == ()
    assert await Link.filter(deleted_at__isnull=True).count() == 2


async def test_library_of_a_group_is_its_members_and_nobody_elses(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    own, group, foreign = await make_chat(), await make_chat(title="Reading circle"), await make_chat()
    await fill(group, 1)
    sign_in(client)

    async with serve_library(blobs, tmp_path, own, group) as url:
        async with client.get(f"{url}/?library={group.id}") as answer:
            assert "石头 0" in await answer.text()
        async with client.get(f"{url}/?library={foreign.id}") as answer:
            assert answer.status == 404


async def test_strangers_see_the_start_page_and_change_nothing(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    await fill(chat, 1)

    async with serve_library(blobs, tmp_path, chat) as url:
        async with client.get(f"{url}/?q=石头") as answer:
            assert "石头 0" not in await answer.text()
        async with client.post(f"{url}/links", data={TOKEN_FIELD: FORM_TOKEN, "url": "example.com"}) as answer:
            assert answer.status == 404


async def test_labels_are_edited_on_the_permalink_page_and_strangers_do_not_see_them(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    link = await make_link(chat, origin={"kind": "channel", "name": "A channel", "date": "", "url": ""})
    snapshot = await make_finished(link)
    await add_tags(link, ["old", "kept"])
    fields = {"link": str(link.id), "permalink": snapshot.permalink, "tags": "#kept 新", "note": "mine"}

    async with serve_library(blobs, tmp_path, chat) as url:
        sign_in(client)
        async with client.post(f"{url}/links/labels", data={TOKEN_FIELD: FORM_TOKEN, **fields}) as answer:
            edited = await answer.text()
        async with ClientSession() as stranger, stranger.get(f"{url}/s/{snapshot.permalink}") as answer:
            seen = await answer.text()

    assert "#kept #新" in edited
    assert "mine</textarea>" in edited
    assert "A channel" in edited
    assert not any(word in seen for word in ("新", "mine", "A channel", FORM_TOKEN))


async def test_labels_of_a_foreign_link_stay_as_they_are(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat, foreign = await make_chat(), await make_link()
    snapshot = await make_finished(foreign)
    sign_in(client)
    fields = {"link": str(foreign.id), "permalink": snapshot.permalink, "tags": "x", "note": "x"}

    async with serve_library(blobs, tmp_path, chat) as url:
        for library in ({}, {"library": str(foreign.chat_id)}):
            form = {TOKEN_FIELD: FORM_TOKEN, **fields, **library}
            async with client.post(f"{url}/links/labels", data=form) as answer:
                assert answer.status == 404
        async with client.get(f"{url}/s/{snapshot.permalink}") as answer:
            assert FORM_TOKEN not in await answer.text()

    assert (await Link.get(id=foreign.id)).note == ""


async def test_page_hears_when_a_capture_is_finished(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    link = await make_link(chat)
    await make_snapshot(link)
    sign_in(client)

    async with serve_library(blobs, tmp_path, chat) as url, client.get(f"{url}/events") as answer:
        assert answer.content_type == "text/event-stream"
        assert "'none'" in answer.headers["Content-Security-Policy"]
        assert await answer.content.readuntil(b"\n\n") == b"retry: 2000\n\n"
        await make_finished(link)
        async with asyncio.timeout(10):
            while not (event := await answer.content.readuntil(b"\n\n")).startswith(b"event"):
                pass

    assert event == f"event: changed\ndata: [{link.id}]\n\n".encode()


async def test_page_hears_of_a_capture_that_was_quicker_than_the_eye(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    link = await make_link(chat)
    sign_in(client)

    async with serve_library(blobs, tmp_path, chat) as url, client.get(f"{url}/events") as answer:
        await answer.content.readuntil(b"\n\n")
        await make_finished(link)
        await make_finished()
        async with asyncio.timeout(10):
            while not (event := await answer.content.readuntil(b"\n\n")).startswith(b"event"):
                pass

    assert event == f"event: changed\ndata: [{link.id}]\n\n".encode()


async def test_strangers_hear_nothing(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    async with serve_library(blobs, tmp_path, await make_chat()) as url, client.get(f"{url}/events") as answer:
        assert answer.status == 404


async def test_page_of_sixty_asks_at_most_six_questions_and_is_small(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    await fill(chat, 65)
    sign_in(client)

    with listen_to_queries() as statements:
        shelf = await browse(chat.id, SearchQuery(), 0)
    async with serve_library(blobs, tmp_path, chat) as url:
        async with client.get(url) as answer:
            first = await answer.read()
        async with client.get(f"{url}/?page=2") as answer:
            second = await answer.text()

    assert (len(shelf.links), shelf.pages) == (60, 2)
    assert len(statements) <= 6
    assert len(first) <= 100 * 1024
    assert second.count('name="link"') == 5


async def test_parts_of_a_page_are_for_its_people_and_about_their_own_links(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    (link,) = await fill(chat, 1)
    foreign = await make_link()
    await add_tags(foreign, ["secret"])

    async with serve_library(blobs, tmp_path, chat) as url:
        for path in ("/links/rows?link=1", "/suggest?q=s"):
            async with client.get(f"{url}{path}") as answer:
                assert answer.status == 404
        sign_in(client)
        async with client.get(f"{url}/links/rows?link={link.id}&link={foreign.id}") as answer:
            rows = await answer.text()
        async with client.get(f"{url}/suggest?q=%23s") as answer:
            suggested = await answer.text()
        async with client.get(f"{url}/links/rows?link=1&library={foreign.chat_id}") as answer:
            assert answer.status == 404

    assert f'id="link-{link.id}" hx-swap-oob="true"' in rows
    assert f'id="link-{foreign.id}" hx-swap-oob="delete"' in rows
    assert "secret" not in rows + suggested


async def test_form_sent_by_htmx_is_answered_in_parts_and_a_plain_one_by_a_page(
    database: Path, tmp_path: Path, blobs: FileBlobStore, client: ClientSession
) -> None:
    chat = await make_chat()
    sign_in(client)
    form = {TOKEN_FIELD: FORM_TOKEN, "url": "example.com/new"}

    async with serve_library(blobs, tmp_path, chat) as url:
        async with client.post(f"{url}/links", data=form, headers={"HX-Request": "true"}) as answer:
            part = await answer.text()
        async with client.post(f"{url}/links", data=form) as answer:
            page = await answer.text()

    assert part.strip().startswith('<li class="waiting"')
    assert "<html" not in part
    assert "That link is kept already." in page


def _ticked(link_ids: list[int]) -> list[tuple[str, str]]:
    return [("link", str(link_id)) for link_id in link_ids]
