import asyncio
import time

from bot.localchat import LocalChat
from tests.bot.localchat.clients import call
from tests.bot.localchat.conftest import ANN


async def _poll(chat: LocalChat, **params: object) -> list[int]:
    status, body = await call(chat, "getUpdates", params)
    assert status == 200
    result = body["result"]
    assert isinstance(result, list)
    return [update["update_id"] for update in result]


async def test_updates_stay_until_a_larger_offset_confirms_them(chat: LocalChat) -> None:
    for text in "abc":
        await chat.send_text(ANN, ANN, text)
    first, second, third = await _poll(chat)

    assert await _poll(chat, offset=second) == [second, third]
    assert await _poll(chat, offset=0, limit=1) == [second]
    assert await _poll(chat, offset=third + 1, timeout=0) == []
    assert chat.board.updates.pending_count == 0
    assert first < second


async def test_a_negative_offset_drops_all_but_the_last(chat: LocalChat) -> None:
    for text in "abc":
        await chat.send_text(ANN, ANN, text)
    known = await _poll(chat)

    assert await _poll(chat, offset=-1) == known[2:]
    assert chat.board.updates.pending_count == 1


async def test_a_long_poll_ends_with_the_first_update(chat: LocalChat) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(_poll(chat, timeout=20))
        await asyncio.sleep(0.1)
        started = time.monotonic()
        await chat.send_text(ANN, ANN, "now")

    assert len(poll.result()) == 1
    assert time.monotonic() - started < 1


async def test_the_same_question_at_once_is_held(chat: LocalChat) -> None:
    await _poll(chat, offset=5)
    started = time.monotonic()

    async with asyncio.TaskGroup() as group:
        held = group.create_task(_poll(chat, offset=5))
        await asyncio.sleep(0.4)
        await chat.send_text(ANN, ANN, "x")

    assert len(held.result()) == 1
    assert 0.3 < time.monotonic() - started < 2


async def test_two_pollers_are_one_too_many(chat: LocalChat) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(call(chat, "getUpdates", {"timeout": 20}))
        await asyncio.sleep(0.1)
        second = group.create_task(call(chat, "getUpdates", {"offset": 1, "timeout": 20}))
        await asyncio.sleep(0.1)
        await chat.send_text(ANN, ANN, "x")

    status, body = first.result()
    assert status == 409
    assert str(body["description"]).startswith("Conflict: terminated by other getUpdates request")
    assert second.result()[0] == 200


async def test_a_webhook_forbids_polling(chat: LocalChat) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(call(chat, "getUpdates", {"timeout": 20}))
        await asyncio.sleep(0.1)
        await call(chat, "setWebhook", {"url": "https://example.com/hook"})

    assert poll.result()[1]["description"] == "Conflict: terminated by setWebhook request"
    status, body = await call(chat, "getUpdates")
    assert status == 409
    assert "can't use getUpdates method while webhook is active" in str(body["description"])
    await call(chat, "deleteWebhook")
    assert (await call(chat, "getUpdates", {"offset": 1}))[0] == 200


async def test_allowed_updates_filter_when_an_update_arises_and_stick(chat: LocalChat) -> None:
    await _poll(chat, allowed_updates=["callback_query"])
    await chat.send_text(ANN, ANN, "unseen")
    await _poll(chat, offset=1, allowed_updates=[])
    message = await chat.send_text(ANN, ANN, "seen")
    await chat.react(ANN, message, "👍")

    _, body = await call(chat, "getUpdates", {"offset": 2})
    updates = body["result"]
    assert isinstance(updates, list)
    assert [update["message"]["text"] for update in updates] == ["seen"]
