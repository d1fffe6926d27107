import asyncio

from bot.bell import Bell


async def wait_in_seconds(bell: Bell, seconds: float) -> float:
    started = asyncio.get_running_loop().time()
    await bell.wait(seconds)
    return asyncio.get_running_loop().time() - started


async def test_nobody_waits_longer_than_they_said() -> None:
    assert 0.05 <= await wait_in_seconds(Bell(), 0.05) < 5


async def test_bell_rung_before_the_wait_is_heard_once() -> None:
    bell = Bell()
    bell.ring()
    bell.ring()

    assert await wait_in_seconds(bell, 10) < 5
    assert await wait_in_seconds(bell, 0.05) >= 0.05


async def test_bell_wakes_everybody_who_waits() -> None:
    bell = Bell()

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        for number in range(3):
            tasks.create_task(bell.wait(60), name=f"waiter {number}")
        await asyncio.sleep(0)
        bell.ring()
