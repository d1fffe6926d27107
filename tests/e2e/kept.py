"""What is kept of a page, as a person gets it from the running program."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from aiohttp import ClientSession

from tests.patience import until_found

LATE_WITHIN = 30.0  # seconds from the finished answer; the promise to people


@dataclass(frozen=True, slots=True)
class Download:
    """One answer of the web server."""

    status: int
    headers: Mapping[str, str]
    content: bytes


async def download(address: str) -> Download:
    """What an address answers."""
    async with ClientSession() as web, web.get(address) as answer:
        return Download(answer.status, dict(answer.headers), await answer.read())


async def describe(permalink: str) -> dict[str, object]:
    """The JSON document of a permalink."""
    async with ClientSession() as web, web.get(f"{permalink}.json") as answer:
        document: dict[str, object] = await answer.json()
        return document


async def wait_for_late(permalink: str) -> dict[str, object]:
    """The document once nothing is awaited any more; TimeoutError where that takes longer than is promised."""

    async def is_there() -> bool:
        return not (await describe(permalink))["pending"]

    await until_found(is_there, LATE_WITHIN)
    return await describe(permalink)


def hashes_of(document: Mapping[str, object]) -> dict[str, str]:
    """The hash of each kept thing, by its kind."""
    artifacts = document["artifacts"]
    assert isinstance(artifacts, list)
    return {one["kind"]: one["sha256"] for one in artifacts}


async def download_all(permalink: str, kinds: Mapping[str, str]) -> dict[str, str]:
    """The hashes of what the routes of a permalink hand out, by kind."""
    routes = {kind: f"{permalink}/{kind}" for kind in kinds if kind not in {"photo", "thumb"}}
    routes |= {kind: f"{permalink}/screenshot?size={kind}" for kind in kinds if kind in {"photo", "thumb"}}
    return {kind: sha256((await download(route)).content).hexdigest() for kind, route in routes.items()}
