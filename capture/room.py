"""A room a capture: a gate of its own, and a context and page that go out through it alone."""

import asyncio
import re
from asyncio import Event
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, CDPSession, Page, ProxySettings, Route, ViewportSize
from playwright.async_api import Error as PlaywrightError

from capture.egress.proxy import Gate
from capture.process import CLOSE_SECONDS, Chromium
from capture.traffic import Traffic
from capture.types import Viewport
from capture.window import set_window

FOREIGN_SCHEMES = re.compile(r"^(?!https?:|data:|blob:|about:)", re.IGNORECASE)

NO_BUFFERS = {"maxTotalBufferSize": 1, "maxResourceBufferSize": 1}


@dataclass(slots=True, eq=False)
class Room:
    """What one capture works in; gone when the capture is over."""

    gate: Gate
    chromium: Chromium
    context: BrowserContext
    page: Page
    session: CDPSession
    traffic: Traffic
    ended_before: int  # pages of this browser that were ended for their memory before this room was opened
    taken: Event = field(default_factory=Event)
    left: Event = field(default_factory=Event)

    @property
    def is_too_heavy(self) -> bool:
        """Whether the page is gone because of the memory that it took."""
        return self.traffic.has_crashed and self.chromium.memory.ended > self.ended_before

    def leave(self) -> None:
        """Nobody needs this room any more, whether or not somebody ever came."""
        self.left.set()
        self.taken.set()


async def furnish(chromium: Chromium, gate: Gate, viewport: Viewport) -> Room:
    """A context and a page that can only go out through this gate, and carry nothing over."""
    context = await chromium.browser.new_context(
        proxy=ProxySettings(server=gate.browser_address, bypass="<-loopback>"),
        viewport=ViewportSize(width=viewport.width, height=viewport.height),
        device_scale_factor=viewport.density,
        is_mobile=viewport.is_mobile,
        has_touch=viewport.is_mobile,
        color_scheme="dark" if viewport.is_dark else "light",
        user_agent=user_agent(chromium.browser.version, is_mobile=viewport.is_mobile),
        service_workers="block",
        accept_downloads=False,
        permissions=[],  # grants nothing, and so refuses the rest without asking
    )
    await context.route(FOREIGN_SCHEMES, refuse)
    page = await context.new_page()
    context.on("page", close_page)
    session = await context.new_cdp_session(page)
    page.on("crash", close_page)  # or all who wait for an answer of it would wait in vain
    await session.send("Emulation.setUserAgentOverride", client_hints(chromium.browser.version, viewport))
    await session.send("Network.enable", NO_BUFFERS)  # or certificates are not remembered; see capture.receipts
    if viewport.is_mobile:  # or pictures that this session takes would be of a desktop's layout
        await set_window(session, viewport, viewport.height)
    return Room(gate, chromium, context, page, session, Traffic(page), chromium.memory.ended)


async def refuse(route: Route) -> None:
    """Abort a request that is not of the web."""
    with suppress(PlaywrightError):
        await route.abort("blockedbyclient")


async def close_page(page: Page) -> None:
    """Close a page that another one opened, which does so in vain, or one that has crashed."""
    with suppress(PlaywrightError):
        await page.close()


async def clear_away(room: Room) -> None:
    """Close the context; a browser that cannot do even that is ended."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await room.context.close()
    except TimeoutError:
        await room.chromium.kill()
    except PlaywrightError:
        if room.chromium.browser.is_connected():
            await room.chromium.kill()


def client_hints(version: str, viewport: Viewport) -> dict[str, object]:
    """The same Chrome in the hints beside the user agent, where the browser would call itself HeadlessChrome."""
    major = version.partition(".")[0]
    brands = (("Not:A-Brand", "8", "8.0.0.0"), ("Chromium", major, version))
    return {
        "userAgent": user_agent(version, is_mobile=viewport.is_mobile),
        "userAgentMetadata": {
            "brands": [{"brand": brand, "version": short} for brand, short, _ in brands],
            "fullVersionList": [{"brand": brand, "version": full} for brand, _, full in brands],
            "platform": "Android" if viewport.is_mobile else "Linux",
            "platformVersion": "10" if viewport.is_mobile else "",
            "architecture": "" if viewport.is_mobile else "x86",
            "model": "K" if viewport.is_mobile else "",
            "mobile": viewport.is_mobile,
        },
    }


def user_agent(version: str, *, is_mobile: bool) -> str:
    """A Chrome of this version; many sites turn away whoever says that it has no window."""
    major = version.partition(".")[0]
    system = "Linux; Android 10; K" if is_mobile else "X11; Linux x86_64"
    mobile = "Mobile " if is_mobile else ""
    return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 {mobile}Safari/537.36"
