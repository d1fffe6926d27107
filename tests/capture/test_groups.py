"""Groups of tasks that leave nothing behind when they fail."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from capture.groups import TaskGroup


async def fail() -> None:
    await asyncio.sleep(0)
    raise ValueError


async def fail_at_the_end() -> None:
    with suppress(ExceptionGroup):
        async with TaskGroup() as tasks:
            tasks.create_task(fail(), name="fails while the group waits")


async def fail_in_the_middle() -> None:
    with suppress(ExceptionGroup):
        async with TaskGroup() as tasks:
            tasks.create_task(fail(), name="fails while the block runs")
            await asyncio.sleep(60)


@pytest.mark.parametrize("fail_somewhere", [fail_at_the_end, fail_in_the_middle])
async def test_after_a_failure_a_wait_that_runs_out_is_only_that(
    fail_somewhere: Callable[[], Awaitable[None]],
) -> None:
    await fail_somewhere()

    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await asyncio.sleep(60)


async def test_whoever_was_cancelled_meanwhile_still_knows() -> None:
    requests = []

    async def work() -> None:
        task = asyncio.current_task()
        assert task is not None

        async def cancel_and_fail() -> None:
            task.cancel()
            raise ValueError

        with suppress(ExceptionGroup):
            async with TaskGroup() as tasks:
                tasks.create_task(cancel_and_fail(), name="fails")
        requests.append(task.cancelling())

    with suppress(asyncio.CancelledError):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(work(), name="work")
    assert requests == [1]
