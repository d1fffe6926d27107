"""The HTTP API over the whole house: real rows, real workers, an engine that needs no browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession

from models.chats import find_chat
from tests.factories import make_link
from tests.house import FRIEND, PUBLIC_URL, TestHouse, open_house
from tests.webhouse import serve_api

TOKEN = "a-long-token-of-the-owner"
URL = "https://example.com/a"


@asynccontextmanager
async def open_door(house: TestHouse) -> AsyncIterator[ClientSession]:
    """The house's web front and a script with the owner's token."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept-Language": "en"}
    async with serve_api(house) as url, ClientSession(url, headers=headers) as session:
        yield session


@pytest.fixture
async def house(tmp_path: Path, migrated_file: Path) -> AsyncIterator[TestHouse]:
    async with open_house(tmp_path, migrated_file, API_TOKEN=TOKEN) as opened:
        yield opened


@pytest.fixture
async def api(house: TestHouse) -> AsyncIterator[ClientSession]:
    async with open_door(house) as session:
        yield session


async def keep(api: ClientSession, **body: object) -> dict[str, object]:
    async with api.post("/api/links", json=body) as answer:
        assert answer.status in {200, 201}, await answer.text()
        return dict(await answer.json())


async def show(api: ClientSession, link_id: object) -> dict[str, object]:
    async with api.get(f"/api/links/{link_id}") as answer:
        assert answer.status == 200
        return dict(await answer.json())


async def settle(api: ClientSession, link_id: object) -> dict[str, object]:
    async with asyncio.timeout(10):
        while (document := await show(api, link_id))["status"] in {"queued", "capturing"}:  # noqa: ASYNC110 - as scripts do
            await asyncio.sleep(0.01)
    return document


async def list_all(api: ClientSession, cursor: str = "", **query: str) -> tuple[list[dict[str, object]], int]:
    """Every link of every page, and how many pages there were."""
    links: list[dict[str, object]] = []
    pages = 0
    while pages == 0 or cursor:
        async with api.get("/api/links", params=query | ({"cursor": cursor} if cursor else {})) as answer:
            assert answer.status == 200, await answer.text()
            document = await answer.json()
        links += document["links"]
        pages, cursor = pages + 1, document["next_cursor"]
    return links, pages


async def code_of(answer: ClientResponse) -> str:
    document = await answer.json()
    assert set(document) == {"error"}
    assert document["error"]["message"]
    return str(document["error"]["code"])


async def test_posted_link_is_captured_by_the_running_workers(api: ClientSession) -> None:
    async with api.post("/api/links", json={"url": URL, "tags": ["#later", "Reading"], "note": "why"}) as answer:
        assert answer.status == 201
        first = await answer.json()
        assert answer.headers["Location"] == f"/api/links/{first['id']}"

    document = await settle(api, first["id"])

    assert document["status"] == "complete"
    assert document["permalink"] == first["permalink"]
    assert str(document["permalink"]).startswith(f"{PUBLIC_URL}/s/")
    assert (document["tags"], document["note"], document["url"]) == (["later", "Reading"], "why", URL)
    assert document["artifacts"]


async def test_known_link_answers_with_its_permalink_and_takes_new_tags(api: ClientSession) -> None:
    first = await keep(api, url=URL, tags=["a"])
    await settle(api, first["id"])

    async with api.post("/api/links", json={"url": f"{URL}?utm_source=x#top", "tags": ["b"], "note": "n"}) as answer:
        assert answer.status == 200
        second = await answer.json()

    assert (second["id"], second["permalink"], second["version"]) == (first["id"], first["permalink"], 1)
    assert (second["tags"], second["note"]) == (["a", "b"], "n")


async def test_what_a_script_keeps_is_found_in_the_owners_chat(house: TestHouse, api: ClientSession) -> None:
    document = await keep(api, url=URL, tags=["shelf"])

    answer = await house.ask("/find #shelf")

    assert str(document["permalink"]) in str(answer)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/x-www-form-urlencoded"}, "url=https%3A%2F%2Fexample.com%2Fa&tags=x+%23y&note=n"),
        ({"Content-Type": "application/json"}, '{"url": "https://example.com/a", "tags": "x, y", "note": "n"}'),
    ],
)
async def test_forms_and_tags_in_one_field_are_taken(api: ClientSession, headers: dict[str, str], body: str) -> None:
    async with api.post("/api/links", data=body.encode(), headers=headers) as answer:
        assert answer.status == 201
        document = await answer.json()

    assert (document["url"], document["tags"], document["note"]) == (URL, ["x", "y"], "n")


async def test_shared_text_with_an_address_in_it_is_taken(api: ClientSession) -> None:
    async with api.post("/api/links", data=f"A fine page {URL}", headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 201
        assert (await answer.json())["url"] == URL


async def test_change_replaces_what_it_names_and_leaves_the_rest(api: ClientSession) -> None:
    link = await keep(api, url=URL, tags=["a", "b"], note="first")

    async with api.patch(f"/api/links/{link['id']}", json={"tags": ["b", "c"]}) as answer:
        assert answer.status == 200
        tagged = await answer.json()
    async with api.patch(f"/api/links/{link['id']}", json={"note": ""}) as answer:
        noted = await answer.json()

    assert (tagged["tags"], tagged["note"]) == (["b", "c"], "first")
    assert (noted["tags"], noted["note"]) == (["b", "c"], "")


async def test_what_a_script_took_off_comes_back_with_undo(house: TestHouse, api: ClientSession) -> None:
    link = await keep(api, url=URL, tags=["precious"], note="words")
    async with api.patch(f"/api/links/{link['id']}", json={"tags": [], "note": ""}) as answer:
        assert answer.status == 200

    await house.ask("/undo")

    document = await show(api, link["id"])
    assert (document["tags"], document["note"]) == (["precious"], "words")


async def test_deleted_link_is_gone_and_so_is_its_permalink(api: ClientSession) -> None:
    link = await keep(api, url=URL)
    place = f"/api/links/{link['id']}"

    async with api.delete(place) as answer:
        assert (answer.status, await answer.read()) == (204, b"")

    for method in ("GET", "DELETE", "PATCH"):
        async with api.request(method, place, json={}) as answer:
            assert (answer.status, await code_of(answer)) == (404, "not_found")
    async with api.get(str(link["permalink"]).removeprefix(PUBLIC_URL)) as answer:
        assert answer.status == 404
    assert await list_all(api) == ([], 1)
    assert (await keep(api, url=URL))["id"] == link["id"]


async def test_somebody_elses_link_looks_like_none(house: TestHouse, api: ClientSession) -> None:
    await house.save("https://example.com/private", user=FRIEND)
    chat = await find_chat(FRIEND)
    assert chat is not None
    theirs = await make_link(chat)

    for method in ("GET", "PATCH", "DELETE"):
        async with api.request(method, f"/api/links/{theirs.id}", json={"note": "mine"}) as answer:
            assert (answer.status, await code_of(answer)) == (404, "not_found")
    assert await list_all(api) == ([], 1)


async def test_pages_neither_skip_nor_repeat_while_links_come_and_go(api: ClientSession) -> None:
    urls = [f"https://example.com/{number}" for number in range(23)]
    for url in urls:
        await keep(api, url=url)
    async with api.get("/api/links", params={"limit": "10"}) as answer:
        first = await answer.json()
    await keep(api, url="https://example.com/new")
    async with api.delete(f"/api/links/{first['links'][0]['id']}") as answer:
        assert answer.status == 204

    rest, pages = await list_all(api, first["next_cursor"], limit="10")

    assert [link["url"] for link in [*first["links"], *rest]] == urls[::-1]
    assert pages == 2


async def test_pages_of_a_search_by_words_neither_skip_nor_repeat(api: ClientSession) -> None:
    urls = [f"https://example.com/{number}" for number in range(12)]
    for url in urls:
        await keep(api, url=url, note="pineapple")
    async with api.get("/api/links", params={"limit": "5", "q": "pineapple"}) as answer:
        first = await answer.json()
    await keep(api, url="https://example.com/new", note="pineapple pineapple")

    rest, _pages = await list_all(api, first["next_cursor"], limit="5", q="pineapple")

    assert sorted(str(link["url"]) for link in [*first["links"], *rest]) == sorted(urls)


async def test_query_is_the_chats_and_says_what_made_no_sense(api: ClientSession) -> None:
    await keep(api, url=URL, tags=["a"])
    await keep(api, url="https://example.org/b", tags=["b"])

    async with api.get("/api/links", params={"q": "#b site:example.org before:never"}) as answer:
        document = await answer.json()

    assert [link["url"] for link in document["links"]] == ["https://example.org/b"]
    assert len(document["problems"]) == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "bad_request"),
        (b"[]", 422, "invalid"),
        (b"{}", 422, "invalid"),
        (b'{"url": 5}', 422, "invalid"),
        (b'{"url": "ftp://example.com/"}', 422, "not_http"),
        (b'{"url": "nothing here"}', 422, "no_host"),
        (b'{"url": "https://example.com/", "tags": ["!!"]}', 422, "invalid"),
        (b'{"url": "https://example.com/", "note": "' + b"x" * 5000 + b'"}', 422, "invalid"),
        (b'{"url": "https://example.com/\\ud800"}', 400, "bad_request"),
        (b"\xff\xfe", 400, "bad_request"),
        (b" " * 70_000, 413, "too_large"),
    ],
)
async def test_what_makes_no_sense_is_said_in_json(api: ClientSession, body: bytes, status: int, code: str) -> None:
    async with api.post("/api/links", data=body, headers={"Content-Type": "application/json"}) as answer:
        assert (answer.status, await code_of(answer)) == (status, code)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("PUT", "/api/links", 405, "method_not_allowed"),
        ("GET", "/api/nothing", 404, "not_found"),
        ("GET", "/api", 404, "not_found"),
        ("GET", "/api/links/no-number", 404, "not_found"),
        ("GET", "/api/links/99999999999999999999", 404, "not_found"),
        ("GET", "/api/links?limit=0", 422, "invalid"),
        ("GET", "/api/links?limit=101", 422, "invalid"),
        ("GET", "/api/links?limit=x", 422, "invalid"),
        ("GET", "/api/links?cursor=nonsense", 422, "invalid"),
        ("GET", "/api/links?cursor=WzEsMiwzXQ", 422, "invalid"),
    ],
)
async def test_wrong_addresses_are_answered_in_json(
    api: ClientSession, method: str, path: str, status: int, code: str
) -> None:
    async with api.request(method, path) as answer:
        assert (answer.status, await code_of(answer)) == (status, code)


async def test_other_types_of_body_are_not_taken(api: ClientSession) -> None:
    async with api.post("/api/links", data=b"<a/>", headers={"Content-Type": "application/xml"}) as answer:
        assert (answer.status, await code_of(answer)) == (415, "unsupported_media_type")


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \u00e9"])
async def test_without_the_token_nothing_opens(api: ClientSession, value: str) -> None:
    for path in ("/api/links", "/api/links/1", "/api/nothing"):
        async with api.get(path, headers={"Authorization": value}) as answer:
            assert (answer.status, await code_of(answer)) == (401, "unauthorized")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_quotas_are_those_of_the_chat(tmp_path: Path, migrated_file: Path) -> None:
    async with (
        open_house(tmp_path, migrated_file, API_TOKEN=TOKEN, MAX_PER_DAY="1") as house,
        open_door(house) as api,
    ):
        await keep(api, url=URL)
        async with api.post("/api/links", json={"url": "https://example.com/b"}) as answer:
            assert (answer.status, await code_of(answer)) == (429, "daily_limit")


async def test_too_many_requests_are_told_when_to_come_back(api: ClientSession) -> None:
    for _ in range(300):
        async with api.get("/api/links/1") as answer:
            assert answer.status == 404

    async with api.get("/api/links/1") as answer:
        assert (answer.status, await code_of(answer)) == (429, "too_many_requests")
        assert 1 <= int(answer.headers["Retry-After"]) <= 61


async def test_without_a_token_in_the_settings_there_is_no_api(tmp_path: Path, migrated_file: Path) -> None:
    async with open_house(tmp_path, migrated_file) as house, open_door(house) as api:
        for path in ("/api/links", "/api/openapi.json"):
            async with api.get(path) as answer:
                assert (answer.status, await code_of(answer)) == (404, "not_found")


async def test_description_names_every_route_and_the_shapes(api: ClientSession) -> None:
    async with api.get("/api/openapi.json", headers={"Authorization": ""}) as answer:
        assert answer.status == 200
        document = await answer.json()

    assert set(document["paths"]) == {"/api/links", "/api/links/{id}", "/api/libraries"}
    assert {"NewLink", "Change", "LinkShape", "LinkList", "Failure"} <= set(document["components"]["schemas"])


async def test_link_is_deleted_for_good_from_the_shelf_and_from_the_bin(api: ClientSession, house: TestHouse) -> None:
    kept, binned = [await keep(api, url=f"{URL}/{number}") for number in range(2)]
    for link in (kept, binned):
        await settle(api, link["id"])
    async with api.delete(f"/api/links/{binned['id']}") as answer:
        assert answer.status == 204

    for link in (kept, binned):
        async with api.delete(f"/api/links/{link['id']}", params={"for_good": "true"}) as answer:
            assert answer.status == 204

    assert "empty" in (await house.ask("/bin")).text
    async with api.delete(f"/api/links/{kept['id']}", params={"for_good": "true"}) as answer:
        assert answer.status == 404


async def test_senseless_flag_deletes_nothing(api: ClientSession) -> None:
    link = await keep(api, url=URL)

    async with api.delete(f"/api/links/{link['id']}", params={"for_good": "maybe"}) as answer:
        assert (answer.status, await code_of(answer)) == (422, "invalid")

    assert (await show(api, link["id"]))["url"] == URL
