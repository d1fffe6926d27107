import io

import aiohttp
import pytest

from bot.localchat import LocalChat
from tests.bot.localchat.clients import call
from tests.bot.localchat.conftest import ANN


@pytest.mark.parametrize(
    ("method", "token", "status", "description"),
    [
        ("noSuchMethod", "", 404, "Not Found: method not found"),
        ("getMe", "12:wrong", 401, "Unauthorized"),
        ("getMe", "nonsense", 404, "Not Found"),
        ("sendSticker", "", 400, "Bad Request: the local chat has no method sendsticker"),
    ],
)
async def test_wrong_calls_are_refused(chat: LocalChat, method: str, token: str, status: int, description: str) -> None:
    assert await call(chat, method, token=token) == (
        status,
        {"ok": False, "error_code": status, "description": description},
    )


async def test_parameters_come_in_any_way(chat: LocalChat) -> None:
    root = f"{chat.api_root}/bot{chat.token}/SENDMESSAGE"
    async with aiohttp.ClientSession() as session:
        await session.get(root, params={"chat_id": ANN, "text": "query"})
        await session.post(root, data={"chat_id": ANN, "text": "form"})
        await session.post(root, json={"chat_id": ANN, "text": "json"})
        form = aiohttp.FormData({"chat_id": str(ANN), "text": "multipart"}, default_to_multipart=True)
        await session.post(root, data=form)

    assert [message.text for message in chat.messages(ANN)[1:]] == ["query", "form", "json", "multipart"]
    assert [call.params["text"] for call in chat.calls] == ["query", "form", "json", "multipart"]


async def test_a_body_that_is_no_json_is_refused(chat: LocalChat) -> None:
    url = f"{chat.api_root}/bot{chat.token}/sendMessage"
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session, session.post(url, data="{", headers=headers) as response:
        assert response.status == 400


async def test_too_large_an_upload_is_refused(chat: LocalChat) -> None:
    url = f"{chat.api_root}/bot{chat.token}/sendDocument"
    form = aiohttp.FormData({"chat_id": str(ANN)}, default_to_multipart=True)
    form.add_field("document", io.BytesIO(b"x" * 50_000_001), filename="big.bin")
    async with aiohttp.ClientSession() as session, session.post(url, data=form) as response:
        assert response.status == 413
        assert (await response.json())["description"] == "Request Entity Too Large"


async def test_a_flood_error_has_its_header(chat: LocalChat) -> None:
    chat.fail_next("getMe", 429, "Too Many Requests: retry after 3", {"retry_after": 3})
    url = f"{chat.api_root}/bot{chat.token}/getMe"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "3")
        assert (await response.json())["parameters"] == {"retry_after": 3}
