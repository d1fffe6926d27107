"""From /token in the chat to a script's requests, and to a token that is worth nothing any more."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession

from bot.services.calling import MOST, PREFIX
from models.tables import ApiToken
from tests.house import FRIEND, OWNER, STRANGER, TestHouse
from tests.webhouse import serve_api

SECRET = re.compile(rf"{PREFIX}[A-Za-z0-9_-]+")
URL = "https://example.com/a"


@asynccontextmanager
async def open_door(house: TestHouse) -> AsyncIterator[ClientSession]:
    """The house's web front, and a script without a token."""
    async with serve_api(house) as url, ClientSession(url, headers={"Accept-Language": "en"}) as script:
        yield script


@pytest.fixture
async def script(house: TestHouse) -> AsyncIterator[ClientSession]:
    async with open_door(house) as opened:
        yield opened


async def make_token(house: TestHouse, user: int = OWNER, name: str = "phone") -> str:
    found = SECRET.search((await house.ask(f"/token {name}", user=user)).text)
    assert found is not None
    return found[0]


async def list_urls(script: ClientSession, token: str) -> list[str]:
    async with script.get("/api/links", headers={"Authorization": f"Bearer {token}"}) as answer:
        assert answer.status == 200, await answer.text()
        return [link["url"] for link in (await answer.json())["links"]]


async def status(script: ClientSession, token: str, path: str = "/api/links") -> int:
    async with script.get(path, headers={"Authorization": f"Bearer {token}"} if token else {}) as answer:
        return answer.status


async def test_token_opens_ones_own_library_and_nobody_elses(house: TestHouse, script: ClientSession) -> None:
    mine, theirs = await make_token(house), await make_token(house, FRIEND)

    async with script.post(
        "/api/links", data={"url": URL, "tags": "#later"}, headers={"Authorization": f"Bearer {mine}"}
    ) as answer:
        kept = await answer.json()

    assert (kept["url"], kept["tags"]) == (URL, ["later"])
    assert await list_urls(script, mine) == [URL]
    assert await list_urls(script, theirs) == []
    assert await status(script, theirs, f"/api/links/{kept['id']}") == 404


async def test_only_the_hash_of_a_token_is_kept_and_the_list_does_not_show_it(house: TestHouse) -> None:
    secret = await make_token(house)

    listed, kept = await house.ask("/tokens"), await ApiToken.all().values()

    assert len(kept) == 1
    assert secret not in str(kept)
    assert secret not in listed.text
    assert "phone" in listed.text
    assert "never used" in listed.text


async def test_revoked_token_is_worth_nothing_at_once(house: TestHouse, script: ClientSession) -> None:
    kept, gone = await make_token(house), await make_token(house, name="lost")
    assert await status(script, gone) == 200

    listed = await house.ask("/tokens")
    await house.press(listed, "✖️ 2")

    assert (await status(script, gone), await status(script, kept)) == (401, 200)
    assert "lost" not in house.now(listed).text


async def test_api_is_off_until_somebody_has_a_token(house: TestHouse, script: ClientSession) -> None:
    before = [await status(script, "", path) for path in ("/api/links", "/api/openapi.json")]

    await make_token(house)

    assert before == [404, 404]
    assert [await status(script, "", path) for path in ("/api/links", "/api/openapi.json")] == [401, 200]


@pytest.mark.parametrize("token", ["", "x", PREFIX, f"{PREFIX}{'A' * 32}", f"{PREFIX}é", "A" * 5000])
async def test_forged_token_is_refused(house: TestHouse, script: ClientSession, token: str) -> None:
    await make_token(house)

    assert await status(script, token.encode().decode("latin-1")) in {400, 401}


async def test_group_is_given_no_token(house: TestHouse) -> None:
    group = await house.open_group()

    for text in ("/token", "/tokens"):
        answer = await house.ask(text, chat=group)
        assert "private" in answer.text
        assert PREFIX not in answer.text
    assert not await ApiToken.exists()


async def test_stranger_is_given_no_token(house: TestHouse) -> None:
    await house.chat.add_user(STRANGER, "Eve")

    await house.ask("/token", user=STRANGER)

    assert not await ApiToken.exists()


async def test_nobody_revokes_anothers_token(house: TestHouse, script: ClientSession) -> None:
    secret = await make_token(house)
    token, hello = await ApiToken.get(), await house.ask("/start", user=FRIEND)

    await house.chat.press_data(FRIEND, hello.message_id, f"kd:{token.id}", FRIEND)

    assert await status(script, secret) == 200


async def test_tokens_are_not_made_without_end(house: TestHouse) -> None:
    for number in range(MOST):
        await make_token(house, name=str(number))

    assert "/tokens" in (await house.ask("/token")).text
    assert await ApiToken.all().count() == MOST


async def test_forgotten_person_has_no_tokens(house: TestHouse, script: ClientSession) -> None:
    secret = await make_token(house)
    await make_token(house, FRIEND)

    question = await house.ask("/forget")
    await house.press(question, "forget me")

    assert await status(script, secret) == 401


async def test_script_works_in_the_libraries_of_its_persons_groups(house: TestHouse, script: ClientSession) -> None:
    group = await house.open_group()
    await house.save(URL, chat=group)
    mine, theirs = await make_token(house), await make_token(house, FRIEND)
    headers = {"Authorization": f"Bearer {mine}"}
    async with script.get("/api/libraries", headers=headers) as answer:
        own, shared = (await answer.json())["libraries"]
    place = f"/api/links?library={shared['id']}"

    async with script.get(place, headers=headers) as answer:
        (link,) = (await answer.json())["links"]
    async with script.post(place, json={"url": "https://example.com/b"}, headers=headers) as answer:
        assert answer.status == 201

    assert (own["is_own"], shared["is_own"], shared["title"]) == (True, False, "Reading circle")
    assert await list_urls(script, mine) == []
    assert await status(script, mine, f"/api/links/{link['id']}") == 200
    assert await status(script, theirs, f"/api/links/{link['id']}") == 404
    assert await status(script, theirs, place) == 404
    assert await status(script, mine, "/api/links?library=x") == 422
