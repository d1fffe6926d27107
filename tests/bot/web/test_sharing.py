"""A page is shared with a stranger for a while, and taken back."""

import re

import pytest
from aiohttp import ClientSession

from models.tables import Share, Snapshot
from tests.house import FRIEND, OWNER, PUBLIC_URL, TestHouse, permalink_of
from tests.webhouse import Reader, sign_in

HARBOUR = "https://example.com/old-harbour"
ADDRESS = re.compile(rf"{PUBLIC_URL}(/x/[A-Za-z0-9_-]+)")
KINDS = ("", ".json", "/screenshot", "/screenshot?size=thumb", "/article", "/page", "/page?download")


async def save(house: TestHouse) -> str:
    """The permalink id of a page with a tag and a note."""
    return permalink_of(await house.save(f"{HARBOUR} #secret-tag a secret note")).rpartition("/")[2]


async def library_of(snapshot_id: str) -> int:
    return (await Snapshot.get(permalink=snapshot_id).select_related("link")).link.chat_id


async def share_on_web(owner: Reader, permalink_id: str, lasts: str = "1h") -> str:
    assert await owner.post("/shares", permalink=permalink_id, lasts=lasts) == 303
    _, page = await owner.get(f"/s/{permalink_id}")
    found = ADDRESS.search(page)
    assert found is not None
    return found[1]


async def test_shared_page_opens_for_a_stranger_and_leads_nowhere_else(
    house: TestHouse, browser: ClientSession
) -> None:
    permalink_id = await save(house)
    owner = await sign_in(house, browser)
    address, stranger = await share_on_web(owner, permalink_id), Reader(browser)

    for kind in KINDS:
        status, text = await stranger.get(address + kind)
        assert status == (await stranger.get(f"/s/{permalink_id}{kind}"))[0]
        assert permalink_id not in text
        assert "secret" not in text
    assert "secret-tag" not in (await owner.get(address))[1]
    assert "Shared until" in (await stranger.get(address))[1]


async def test_every_route_of_a_share_is_gone_when_it_is_taken_back(house: TestHouse, browser: ClientSession) -> None:
    permalink_id = await save(house)
    owner, stranger = await sign_in(house, browser), Reader(browser)
    address, other = [await share_on_web(owner, permalink_id) for _ in range(2)]
    share = await Share.get(token=address.rpartition("/")[2])

    assert await owner.post("/shares/back", permalink=permalink_id, share=share.id) == 303

    assert {(await stranger.get(address + kind))[0] for kind in KINDS} == {404}
    assert (await stranger.get(other))[0] == 200
    assert (await stranger.get(f"/s/{permalink_id}"))[0] == 200


async def test_visits_are_counted_and_pictures_are_not(house: TestHouse, browser: ClientSession) -> None:
    permalink_id = await save(house)
    owner, stranger = await sign_in(house, browser), Reader(browser)
    address = await share_on_web(owner, permalink_id)

    for path in (address, address, f"{address}/screenshot", f"{address}.json"):
        await stranger.get(path)

    assert "opened 2 times" in (await owner.get(f"/s/{permalink_id}"))[1]
    assert "opened 2 times" in (await house.ask("/shares")).text


async def test_share_ends_by_itself(house: TestHouse, browser: ClientSession) -> None:
    owner, permalink_id = await sign_in(house, browser), await save(house)
    address = await share_on_web(owner, permalink_id)

    await Share.all().update(expires_at=house.house.ports.clock())

    assert (await Reader(browser).get(address))[0] == 404
    assert "/x/" not in (await owner.get(f"/s/{permalink_id}"))[1]
    assert "Nothing is shared" in (await house.ask("/shares")).text


async def test_share_closes_while_its_link_lies_in_the_bin(house: TestHouse, browser: ClientSession) -> None:
    answer = await house.save(HARBOUR)
    shared = await house.ask("/share", reply_to=answer.message_id)
    found = ADDRESS.search(shared.text)
    assert found is not None

    await house.ask("/delete", reply_to=answer.message_id)
    assert (await Reader(browser).get(found[1]))[0] == 404
    await house.ask("/undo")

    assert (await Reader(browser).get(found[1]))[0] == 200


async def test_chat_shares_for_as_long_as_it_says_and_takes_back_by_button(
    house: TestHouse, browser: ClientSession
) -> None:
    answer = await house.save(HARBOUR)

    shared = await house.ask("/share 3天", reply_to=answer.message_id)
    share = await Share.get()
    lasts = (share.expires_at or share.created_at) - share.created_at
    found = ADDRESS.search(shared.text)
    await house.press(shared, "Take back")

    assert lasts.days == 3
    assert found is not None
    assert (await Reader(browser).get(found[1]))[0] == 404
    assert "Nothing is shared" in house.now(shared).text


@pytest.mark.parametrize(
    ("text", "said"), [("/share never", "/share 1h"), ("/share 5000d", "a year"), ("/share 0h", "a year")]
)
async def test_span_that_makes_no_sense_is_answered_in_words(house: TestHouse, text: str, said: str) -> None:
    answer = await house.save(HARBOUR)

    assert said in (await house.ask(text, reply_to=answer.message_id)).text
    assert await Share.all().count() == 0


async def test_share_without_a_reply_says_how(house: TestHouse) -> None:
    assert "/share" in (await house.ask("/share")).text


async def test_nobody_shares_lists_or_takes_back_what_is_anothers(house: TestHouse, browser: ClientSession) -> None:
    permalink_id = await save(house)
    owner, friend = await sign_in(house, browser), await sign_in(house, browser, FRIEND)
    address = await share_on_web(owner, permalink_id)
    share, library = await Share.get(), await library_of(permalink_id)

    tries = [
        await friend.post("/shares", permalink=permalink_id, lasts="1h"),
        await friend.post("/shares", permalink=permalink_id, lasts="1h", library=library),
        await friend.post("/shares/back", permalink=permalink_id, share=share.id),
        await friend.post("/shares/back", permalink=permalink_id, share=share.id, library=library),
        await Reader(browser).post("/shares/back", permalink=permalink_id, share=share.id),
    ]

    assert tries == [404] * 5
    assert "/x/" not in (await friend.get(f"/s/{permalink_id}"))[1]
    assert "Nothing is shared" in (await house.ask("/shares", user=FRIEND)).text
    assert (await Reader(browser).get(address))[0] == 200
    listed = await house.ask("/shares", user=OWNER)
    hello = await house.ask("/start", user=FRIEND)
    await house.chat.press_data(FRIEND, hello.message_id, f"sd:{share.id}", FRIEND)
    assert address in listed.text
    assert await Share.all().count() == 1


@pytest.mark.parametrize("fields", [{"lasts": "9999d"}, {"lasts": ""}, {"lasts": "1h", "permalink": "../x"}])
async def test_forged_form_shares_nothing(house: TestHouse, browser: ClientSession, fields: dict[str, str]) -> None:
    permalink_id = await save(house)
    owner = await sign_in(house, browser)

    assert await owner.post("/shares", **{"permalink": permalink_id, **fields}) == 400
    assert await Share.all().count() == 0


@pytest.mark.parametrize("token", ["u3m1vQ9bW2sK7xTzR4aYpA", "A" * 64, "a" * 16])
async def test_unknown_address_is_a_clear_404(browser: ClientSession, token: str) -> None:
    status, text = await Reader(browser).get(f"/x/{token}")

    assert status == 404
    assert "There is nothing here" in text
