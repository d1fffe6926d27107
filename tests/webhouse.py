"""The web front of a test house, and a browser in front of that: signed in by /web, as people are."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, DummyCookieJar

from bot.run import open_api, open_mini_app, open_sessions
from bot.services.bundling import show_resource, show_resources
from bot.services.comparing import compare_permalinks, find_newest_permalink
from bot.services.showing import show_permalink
from bot.web.ports import WebPorts
from bot.web.server import serve_web
from tests.house import OWNER, PUBLIC_URL, TestHouse

COOKIE = "__Host-snapkeep"


@asynccontextmanager
async def serve_house(house: TestHouse, root: str = PUBLIC_URL) -> AsyncIterator[str]:
    """The pages of a house; their address. A `root` without https makes cookies that browsers take on loopback."""
    services = house.house.ports
    ports = WebPorts(
        cards=lambda permalink_id: show_permalink(permalink_id, root),
        blobs=house.store.blobs,
        public_url=root,
        resources=show_resource,
        all_resources=show_resources,
        services=services,
        visitors=open_sessions(house.store, house.house.messenger.is_member),
        comparisons=lambda newer, older, may: compare_permalinks(newer, older, services, may_start=may),
        newest=find_newest_permalink,
        mini_app=open_mini_app(house.store, house.chat.token),
    )
    async with serve_web(ports, "127.0.0.1", 0) as url:
        yield url


@asynccontextmanager
async def open_browser(house: TestHouse) -> AsyncIterator[ClientSession]:
    """A browser that follows nothing and keeps no cookies by itself."""
    jar, headers = DummyCookieJar(), {"Accept-Language": "en"}
    async with serve_house(house) as url, ClientSession(url, cookie_jar=jar, headers=headers) as browser:
        yield browser


@asynccontextmanager
async def serve_api(house: TestHouse, root: str = PUBLIC_URL, requests_a_minute: int = 300) -> AsyncIterator[str]:
    """The HTTP API of a house; its address."""
    web = WebPorts(
        cards=lambda permalink_id: show_permalink(permalink_id, root),
        blobs=house.store.blobs,
        public_url=root,
        services=house.house.ports,
        callers=open_api(house.store),
        requests_a_minute=requests_a_minute,
    )
    async with serve_web(web, "127.0.0.1", 0) as url:
        yield url


async def ask_for_link(house: TestHouse, user: int = OWNER) -> str:
    """The path of a fresh one-time link."""
    answer = await house.ask("/web", user=user)
    return next(word for word in answer.text.split() if "/in/" in word).removeprefix(PUBLIC_URL)


async def enter(browser: ClientSession, path: str) -> tuple[int, str]:
    """Press the button; the status, and the cookie."""
    async with browser.post(path, allow_redirects=False) as answer:
        cookie = answer.cookies.get(COOKIE)
        return answer.status, cookie.value if cookie else ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody at the browser: signed in, or a stranger where there is no cookie."""

    browser: ClientSession
    cookie: str = ""

    async def get(self, path: str) -> tuple[int, str]:
        """The status and the text of a page."""
        async with self.browser.get(path, headers=self._headers(), allow_redirects=False) as answer:
            return answer.status, (await answer.read()).decode("utf-8", "replace")

    async def post(self, path: str, **fields: str | int) -> int:
        """Send a form of ours; the status."""
        token = await self.form_token() if self.cookie else ""
        data = {"form_token": token, **{name: str(value) for name, value in fields.items()}}
        async with self.browser.post(path, data=data, headers=self._headers(), allow_redirects=False) as answer:
            return answer.status

    async def form_token(self) -> str:
        """What the forms of this session carry."""
        _, text = await self.get("/")
        return text.partition('name="form_token" value="')[2].partition('"')[0]

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}


async def sign_in(house: TestHouse, browser: ClientSession, user: int = OWNER) -> Reader:
    """Somebody who has pressed the button of their one-time link."""
    _, cookie = await enter(browser, await ask_for_link(house, user))
    assert cookie
    return Reader(browser, cookie)
