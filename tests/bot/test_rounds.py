import asyncio

import pytest

from bot.rounds import FIRST_PAUSE, lengthen, repeat


class Done(BaseException):
    """Ends a loop that would never end, as cancelling does."""


async def test_failed_round_is_logged_and_the_next_one_comes(caplog: pytest.LogCaptureFixture) -> None:
    rounds = 0

    async def work() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 2:
            raise ValueError("the disk is full")
        if rounds == 4:
            raise Done

    with pytest.raises(Done):
        await repeat(work, "sweeping")

    assert "sweeping failed, again in 1 s" in caplog.text
    assert "the disk is full" in caplog.text
    assert rounds == 4


async def test_what_was_cancelled_elsewhere_ends_a_round_and_not_the_rounds(caplog: pytest.LogCaptureFixture) -> None:
    rounds = 0

    async def work() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 2:
            raise Done
        async with asyncio.TaskGroup() as tasks:
            other = tasks.create_task(asyncio.sleep(60), name="other")
            other.cancel()
            await other

    with pytest.raises(Done):
        await repeat(work, "sweeping")

    assert "sweeping failed, again in 1 s" in caplog.text


async def test_cancelling_ends_the_rounds() -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(repeat(lambda: asyncio.sleep(60), "waiting"), name="rounds")
        await asyncio.sleep(0)
        task.cancel()

    assert task.cancelled()


def test_end_of_an_outage_of_any_length_is_noticed_within_half_a_minute() -> None:
    pauses = [FIRST_PAUSE]
    while sum(pauses) < 24 * 3600:
        pauses.append(lengthen(pauses[-1]))

    assert pauses[:5] == [1, 2, 4, 8, 16]
    assert set(pauses[5:]) == {30}
