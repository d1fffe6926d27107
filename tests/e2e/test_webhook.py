"""The real program behind a webhook; the test brings the updates, as Telegram would."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.localchat import LocalChat
from tests.e2e.conftest import OWNER
from tests.e2e.service import Service, run_service
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOOK = "https://bot.example.org/telegram/hook"
SECRET = "only-telegram-knows"


async def bring(service: Service, chat: LocalChat, secret: str = SECRET) -> list[int]:
    """Bring what waits to the webhook, each update twice at once; the statuses that came back."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    address = f"{service.root}/telegram/hook"

    async def post(web: ClientSession, update: object) -> int:
        async with web.post(address, json=update, headers=headers) as answer:
            return answer.status

    async with ClientSession() as web:
        return await asyncio.gather(
            *(post(web, update) for update in chat.board.updates.list_pending() for _ in range(2))
        )


async def test_link_that_comes_by_webhook_is_answered_once(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    async with run_service(
        tmp_path, chat, ALLOWED_USERS=str(OWNER), WEBHOOK_URL=HOOK, WEBHOOK_SECRET=SECRET
    ) as service:
        assert chat.board.updates.webhook_url == HOOK
        sent = await chat.send_text(OWNER, OWNER, site.url("/short"))

        assert set(await bring(service, chat, "guessed")) == {401}
        assert set(await bring(service, chat)) == {200}
        answer = await chat.wait_for(
            lambda message: message.reply_to == sent.message_id and bool(message.photo_group), 30, chat_id=OWNER
        )
        await bring(service, chat)  # once more, as after an answer that Telegram did not hear

        await asyncio.sleep(1.5)
        assert "/s/" in answer.words
        assert [message.message_id for message in chat.messages(OWNER) if message.reply_to == sent.message_id] == [
            answer.message_id
        ]


async def test_back_from_the_webhook_to_polling(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    await chat.board.updates.set_webhook(HOOK)

    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)):
        assert chat.board.updates.webhook_url == ""
        sent = await chat.send_text(OWNER, OWNER, site.url("/short"))
        await chat.wait_for(
            lambda message: message.reply_to == sent.message_id and bool(message.photo_group), 30, chat_id=OWNER
        )


async def test_webhook_that_telegram_refuses_is_one_line(chat: LocalChat, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="SNAPKEEP_WEBHOOK_URL: Telegram does not take it: "):
        async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER), WEBHOOK_URL="http://bot.example.org/x"):
            pass
