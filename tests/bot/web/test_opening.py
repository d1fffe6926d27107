"""Private permalinks open for their people only, and given up ones for nobody."""

import pytest
from aiohttp import ClientSession

from models.tables import Artifact, Resource, Snapshot
from tests.bot.web.test_sharing import ADDRESS
from tests.house import FRIEND, TestHouse, permalink_of
from tests.webhouse import Reader, sign_in

HARBOUR = "https://example.com/old-harbour"
KINDS = ("", ".json", "/screenshot", "/screenshot?size=thumb", "/article", "/page", "/page?download", "/assets/{body}")


async def add_body(house: TestHouse, permalink_id: str) -> str:
    """An article, and an archived page that shows a picture; the hash of that."""
    snapshot, blobs = await Snapshot.get(permalink=permalink_id), house.house.ports.blobs
    sha256 = await blobs.put(b"a picture in the page")
    html = f'<html><head><meta charset="utf-8"></head><img src="assets/{sha256}"></html>'.encode()
    for kind in ("article", "page"):
        await Artifact.update_or_create(
            snapshot_id=snapshot.id,
            kind=kind,
            defaults={"media_type": "text/html", "bytes": len(html), "sha256": await blobs.put(html)},
        )
    await Resource.create(
        snapshot_id=snapshot.id, url="https://example.com/x.png", media_type="image/png", bytes=21, sha256=sha256
    )
    return sha256


async def statuses(reader: Reader, permalink_id: str, body: str) -> set[int]:
    found = [(await reader.get(f"/s/{permalink_id}{kind.format(body=body)}"))[0] for kind in KINDS]
    return {*found, *[(await reader.get(path))[0] for path in (f"/l/{permalink_id}", f"/s/{permalink_id}/latest")]}


async def test_private_page_opens_for_its_people_only(house: TestHouse, browser: ClientSession) -> None:
    answer = await house.save(HARBOUR)
    permalink_id = permalink_of(answer).rpartition("/")[2]
    body = await add_body(house, permalink_id)
    owner, friend, stranger = await sign_in(house, browser), await sign_in(house, browser, FRIEND), Reader(browser)

    said = await house.ask("/private", reply_to=answer.message_id)

    assert "people of this library only" in said.text
    assert f"🔒 {permalink_of(answer)}" in house.now(answer).words
    for one in (friend, stranger):
        assert await statuses(one, permalink_id, body) == {404}
        assert HARBOUR not in (await one.get(f"/s/{permalink_id}"))[1]
    assert await statuses(owner, permalink_id, body) == {200, 302}

    await house.ask("/private off", reply_to=answer.message_id)
    assert await statuses(stranger, permalink_id, body) == {200, 302}


async def test_private_page_shows_its_pictures_without_asking_for_them(
    house: TestHouse, browser: ClientSession
) -> None:
    permalink_id = permalink_of(await house.save(HARBOUR)).rpartition("/")[2]
    body = await add_body(house, permalink_id)
    owner = await sign_in(house, browser)

    assert await owner.post("/links/privacy", permalink=permalink_id, link=1, deed="private") == 303
    _, shown = await owner.get(f"/s/{permalink_id}/page")

    assert "data:image/png;base64," in shown
    assert f"assets/{body}" not in shown


async def test_chat_setting_counts_where_a_link_says_nothing(house: TestHouse, browser: ClientSession) -> None:
    answers = [await house.save(f"{HARBOUR}/{number}") for number in range(2)]
    first, second = [permalink_of(answer).removeprefix("https://keep.example.org") for answer in answers]
    await house.ask("/private off", reply_to=answers[1].message_id)

    settings = await house.ask("/settings")
    await house.press(settings, "Private permalinks")

    stranger = Reader(browser)
    assert ((await stranger.get(first))[0], (await stranger.get(second))[0]) == (404, 200)
    assert "people of this chat only" in house.now(settings).text
    await house.press(house.now(settings), "Open permalinks")
    assert (await stranger.get(first))[0] == 200


async def test_private_link_stays_private_when_it_is_captured_again(house: TestHouse, browser: ClientSession) -> None:
    answer = await house.save(HARBOUR)
    await house.ask("/private", reply_to=answer.message_id)

    sent = await house.chat.send_text(answer.chat_id, answer.chat_id, "/retry", reply_to=answer.message_id)
    newer = permalink_of(await house.answer_to(sent))

    assert newer != permalink_of(answer)
    assert (await Reader(browser).get(newer.removeprefix("https://keep.example.org")))[0] == 404


async def test_shared_address_of_a_private_page_still_opens(house: TestHouse, browser: ClientSession) -> None:
    answer = await house.save(HARBOUR)
    await house.ask("/private", reply_to=answer.message_id)
    body = await add_body(house, permalink_of(answer).rpartition("/")[2])

    found = ADDRESS.search((await house.ask("/share", reply_to=answer.message_id)).text)

    assert found is not None
    assert (await Reader(browser).get(found[1]))[0] == 200
    assert (await Reader(browser).get(f"{found[1]}/assets/{body}"))[0] == 200


async def test_new_address_closes_the_old_one_on_every_route(house: TestHouse, browser: ClientSession) -> None:
    answer = await house.save(HARBOUR)
    old = permalink_of(answer).rpartition("/")[2]
    body = await add_body(house, old)
    stranger = Reader(browser)

    said = await house.ask("/newlink", reply_to=answer.message_id)
    new = permalink_of(said).rpartition("/")[2]

    assert await statuses(stranger, old, body) == {404}
    assert await statuses(stranger, new, body) == {200, 302}
    assert old not in (await stranger.get(f"/s/{new}"))[1]
    assert permalink_of(house.now(answer)) == permalink_of(said)


async def test_web_renews_an_address_and_leads_there(house: TestHouse, browser: ClientSession) -> None:
    old = permalink_of(await house.save(HARBOUR)).rpartition("/")[2]
    owner = await sign_in(house, browser)

    assert await owner.post("/links/privacy", permalink=old, link=1, deed="renew") == 303

    assert (await owner.get(f"/s/{old}"))[0] == 404


@pytest.mark.parametrize("deed", ["private", "renew"])
async def test_nobody_closes_what_is_anothers(house: TestHouse, browser: ClientSession, deed: str) -> None:
    permalink_id = permalink_of(await house.save(HARBOUR)).rpartition("/")[2]
    friend = await sign_in(house, browser, FRIEND)

    for reader in (friend, Reader(browser)):
        assert await reader.post("/links/privacy", permalink=permalink_id, link=1, deed=deed) == 404
        assert await reader.post("/links/privacy", permalink=permalink_id, link=1, library=1, deed=deed) == 404

    assert (await Reader(browser).get(f"/s/{permalink_id}"))[0] == 200


async def test_private_and_newlink_without_a_reply_say_how(house: TestHouse) -> None:
    assert "/private off" in (await house.ask("/private")).text
    assert "/newlink" in (await house.ask("/newlink")).text
