"""Our scripts in a page: in a world of their own, which the page can neither see nor change."""

import asyncio
import json
from functools import cache
from importlib.resources import files
from typing import TypeVar

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError
from pydantic import TypeAdapter

WORLD_NAME = "snapkeep"
LOST_WORLD = ("Cannot find context", "context was destroyed", "Not attached to an active page", "No frame")
ATTEMPTS = 3  # the page may go elsewhere while we ask

T = TypeVar("T")


@cache
def load_script(name: str) -> str:
    """The text of one of our scripts: a function expression in a file beside this one."""
    return files("capture").joinpath(name).read_text("utf-8")


class World:
    """Where our scripts run in the main frame of one page."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._context_id: int | None = None

    async def call(
        self,
        name: str,
        argument: object,
        shape: TypeAdapter[T],
        seconds: float,
        *,
        parts: tuple[str, ...] = (),
        libraries: tuple[str, ...] = (),
    ) -> T:
        """Run the script in the page as it now is; TimeoutError where the page does not let it.

        Other scripts that it calls are its `parts`: functions that come after the argument. Then come `libraries`,
        expressions that others wrote.
        """
        arguments = ", ".join((json.dumps(argument), *(f"({load_script(part)})" for part in parts), *libraries))
        expression = f"({load_script(name)})({arguments})"
        async with asyncio.timeout(seconds):
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return shape.validate_python(await self._evaluate(expression))
                except PlaywrightError as error:
                    self._context_id = None
                    if attempt == ATTEMPTS or not any(text in error.message for text in LOST_WORLD):
                        raise
        raise AssertionError("unreachable")

    async def _evaluate(self, expression: str) -> object:
        if self._context_id is None:
            self._context_id = await self._create()
        answer = await self._session.send(
            "Runtime.evaluate",
            {
                "expression": expression,
                "contextId": self._context_id,
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        if problem := answer.get("exceptionDetails"):
            raise PlaywrightError(str(problem.get("exception", problem).get("description", problem)))
        return answer["result"].get("value")

    async def _create(self) -> int:
        tree = await self._session.send("Page.getFrameTree")
        frame_id = tree["frameTree"]["frame"]["id"]
        answer = await self._session.send("Page.createIsolatedWorld", {"frameId": frame_id, "worldName": WORLD_NAME})
        return int(answer["executionContextId"])
