"""Wait until a page looks as a person would see it, and not longer."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from playwright.async_api import TimeoutError as PlaywrightTimeoutError
from pydantic import TypeAdapter

from capture.budget import Budget
from capture.room import Room
from capture.world import World

DOM_SECONDS = 20.0
LOAD_SECONDS = 10.0
QUIET_SECONDS = 5.0  # for requests that run on after load
ROUND_SECONDS = 15.0
PING_SECONDS = 1.0
ROUNDS = 3  # a page may fill itself in while it is looked at, or go elsewhere
LIMITS = {"patience_ms": 3000, "scroll_ms": 8000, "calm_ms": 1500}


@dataclass(frozen=True, slots=True)
class Look:
    """What the settling script saw."""

    has_frames_below: bool  # cross-site frames below the fold are blank until the window is that tall


LOOK = TypeAdapter(Look)


@dataclass(frozen=True, slots=True)
class Settled:
    """How far a page came."""

    was_cut_short: bool
    has_frames_below: bool


async def settle(room: Room, world: World, budget: Budget, max_height: int) -> Settled:
    """Wait for load, fonts, lazy images and what the page fills in by itself; all of it capped."""
    is_loaded = await reached(room.page, "domcontentloaded", budget.soft(DOM_SECONDS)) and await reached(
        room.page, "load", budget.soft(LOAD_SECONDS)
    )
    if not is_loaded and not await answers(room):
        await stop_scripts(room)
        return Settled(was_cut_short=True, has_frames_below=False)
    options = {"max_height": max_height, **LIMITS}
    quiet_end = budget.soft(QUIET_SECONDS)
    look = Look(has_frames_below=False)
    for _ in range(ROUNDS):
        documents = len(room.traffic.documents)
        quiet_end -= await room.traffic.wait_quiet(quiet_end)
        try:
            look = await world.call("settle.js", options, LOOK, budget.soft(ROUND_SECONDS))
        except (TimeoutError, PlaywrightError):  # it does not let us in, or keeps going elsewhere
            await stop_scripts(room)
            return Settled(was_cut_short=True, has_frames_below=look.has_frames_below)
        if not room.traffic.count_under_way() and documents == len(room.traffic.documents):
            break
    return Settled(not is_loaded, look.has_frames_below)


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
