"""What happens in the chat, as server-sent events."""

import json

from aiohttp import web

from bot.localchat.page.views import view_message
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json

_HEARTBEAT_SECONDS = 15.0


async def stream_events(request: web.Request, board: Switchboard, chat_id: int) -> web.StreamResponse:
    """Send events until the page goes; what was missed is sent first, or the page is told to load anew."""
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    epoch, _, number = _last_seen(request).partition("-")
    seen = int(number) if epoch == board.changes.epoch and number.isdigit() else -1
    try:
        while True:
            events = board.changes.list_since(seen)
            if events is None:
                events, seen = [(board.changes.last, {"kind": "reload"})], board.changes.last
            for seen, event in events:
                if shown := _view(board, event, chat_id):
                    await response.write(_encode(board, seen, shown))
            if not events and not await board.changes.wait(_HEARTBEAT_SECONDS):
                await response.write(b": still here\n\n")
    except ConnectionError:
        return response  # the page was closed


def mark(board: Switchboard) -> str:
    """The name of the newest event."""
    return f"{board.changes.epoch}-{board.changes.last}"


def _last_seen(request: web.Request) -> str:
    return request.headers.get("Last-Event-ID") or request.query.get("since", "")


def _view(board: Switchboard, event: Json, chat_id: int) -> Json | None:
    if event.get("chat_id", chat_id) != chat_id:
        return None
    if event["kind"] == "message":
        message = board.world.find_message(chat_id, event["message_id"])
        return {"kind": "message", "message": view_message(board, message)} if message else None
    return event


def _encode(board: Switchboard, number: int, event: Json) -> bytes:
    return f"id: {board.changes.epoch}-{number}\ndata: {json.dumps(event)}\n\n".encode()
