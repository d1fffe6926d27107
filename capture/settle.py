"""Wait until a page looks as a person would see it, and not longer."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from playwright.async_api import TimeoutError as PlaywrightTimeoutError
from pydantic import TypeAdapter

from capture.budget import Budget
from capture.groups import TaskGroup
from capture.room import Room
from capture.types import Viewport
from capture.window import raise_window
from capture.world import World, load_script

DOM_SECONDS = 20.0
LOAD_SECONDS = 10.0
SOON_SECONDS = 0.1  # a page that loads within this has nothing to gain from being scrolled through meanwhile
EARLY_MS = 1500
QUIET_SECONDS = 5.0  # for requests that run on after load
ROUND_SECONDS = 15.0
PING_SECONDS = 1.0
ROUNDS = 3  # a page may fill itself in while it is looked at, or go elsewhere
LIMITS = {"patience_ms": 3000, "scroll_ms": 8000, "calm_ms": 1500}


@dataclass(frozen=True, slots=True)
class Look:
    """What the settling script saw."""

    has_frames_below: bool = False  # cross-site frames below the fold are blank until the window is that tall
    hidden_below: int = 0  # pixels of an application that scrolls inside of a page as tall as the window
    removed: tuple[str, ...] = ()  # names of what lay over the page


LOOK = TypeAdapter(Look)


@dataclass(frozen=True, slots=True)
class Settled:
    """How far a page came."""

    was_cut_short: bool
    has_frames_below: bool = False
    removed: tuple[str, ...] = ()


@cache
def load_overlays() -> object:
    """What is known of banners and other layers over pages: selectors by name, and words."""
    return json.loads(load_script("overlays.json"))


async def settle(room: Room, world: World, budget: Budget, max_height: int, viewport: Viewport) -> Settled:
    """Wait for load, fonts, lazy images and what the page fills in by itself; all of it capped."""
    options: dict[str, object] = {"max_height": max_height, "overlays": load_overlays(), **LIMITS}
    is_loaded = await reached(room.page, "domcontentloaded", budget.soft(DOM_SECONDS)) and (
        await reached(room.page, "load", SOON_SECONDS) or await scroll_while_loading(room, world, budget, options)
    )
    if not is_loaded and not await answers(room):
        await stop_scripts(room)
        return Settled(was_cut_short=True)
    quiet_end = budget.soft(QUIET_SECONDS)
    look = Look()
    window = viewport.height
    for _ in range(ROUNDS):
        documents = len(room.traffic.documents)
        quiet_end -= await room.traffic.wait_quiet(quiet_end)
        try:
            look = await world.call("settle.js", options, LOOK, budget.soft(ROUND_SECONDS), parts=("clear.js",))
            if look.hidden_below and window < max_height:
                window = min(max_height, window + look.hidden_below)
                await raise_window(room.session, world, viewport, window)
                continue
        except (TimeoutError, PlaywrightError):  # it does not let us in, or keeps going elsewhere
            await stop_scripts(room)
            return Settled(was_cut_short=True, has_frames_below=look.has_frames_below, removed=look.removed)
        if not room.traffic.count_under_way() and documents == len(room.traffic.documents):
            break
    return Settled(not is_loaded, look.has_frames_below, look.removed)


async def scroll_while_loading(room: Room, world: World, budget: Budget, options: dict[str, object]) -> bool:
    """Let lazy parts come while the others do; whether the page was loaded in time."""
    async with TaskGroup() as tasks:
        passing = tasks.create_task(pass_early(world, options), name="early scroll pass")
        is_loaded = await reached(room.page, "load", budget.soft(LOAD_SECONDS))
        if not passing.done():
            await asyncio.wait([passing], timeout=PING_SECONDS)
            passing.cancel()
    return is_loaded


async def pass_early(world: World, options: dict[str, object]) -> None:
    """Scroll through the page as it is so far; what that does not do, is done when it has loaded."""
    with suppress(TimeoutError, PlaywrightError):
        early = {**options, "is_early": True, "scroll_ms": EARLY_MS}
        await world.call("settle.js", early, LOOK, LOAD_SECONDS, parts=("clear.js",))


async def answers(room: Room) -> bool:
    """Whether the page lets any script of ours run at all."""
    try:
        async with asyncio.timeout(PING_SECONDS):
            await room.session.send("Runtime.evaluate", {"expression": "0"})
    except (TimeoutError, PlaywrightError):
        return False
    return True


async def stop_scripts(room: Room) -> None:
    """End a script that never ends by itself, so that what is there can be looked at."""
    with suppress(TimeoutError, PlaywrightError):
        async with asyncio.timeout(PING_SECONDS):
            await room.session.send("Emulation.setScriptExecutionDisabled", {"value": True})
            await room.session.send("Runtime.terminateExecution")


async def reached(page: Page, state: str, seconds: float) -> bool:
    """Wait for a state of loading; whether the page came to it in time."""
    try:
        async with asyncio.timeout(seconds + 1):
            if state == "load":
                await page.wait_for_load_state("load", timeout=max(1.0, seconds * 1000))
            else:
                await page.wait_for_load_state("domcontentloaded", timeout=max(1.0, seconds * 1000))
    except (TimeoutError, PlaywrightTimeoutError):
        return False
    return True
