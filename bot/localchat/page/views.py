"""Messages, results and settings as the page's script wants them."""

from bot.localchat.messages import Button, Message
from bot.localchat.people import User
from bot.localchat.queries import InlineAnswer, InlineResult
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json

_QUOTED_LENGTH = 120
_BUBBLE_WIDTH = 640  # twice that of a bubble on a phone
_TILE_WIDTH = 240


def view_message(board: Switchboard, message: Message) -> Json:
    """One bubble."""
    bot_id = board.config.bot_id
    replied = board.world.find_message(message.chat_id, message.reply_to)
    return {
        "id": message.message_id,
        "isOwn": message.sender_id != bot_id and message.sender_id is not None,
        "date": message.date,
        "isEdited": bool(message.edit_date) and message.sender_id != bot_id,
        "text": message.words,
        "entities": message.entities,
        "photo": _view_photo(board, message.photo_group),
        "document": _view_document(board, message.document_key),
        "reply": _view_quote(board, replied) if replied else None,
        "forwardedFrom": _origin_name(message.content),
        "viaBot": "via_bot" in message.content,
        "album": message.content.get("media_group_id", ""),
        "buttons": _rows(message.buttons),
        "reactions": list(message.reactions),
    }


def view_answer(board: Switchboard, answer: InlineAnswer) -> Json:
    """The strip of inline results."""
    return {
        "results": [_view_result(board, result) for result in answer.results],
        "nextOffset": answer.next_offset,
        "button": answer.button,
    }


def view_person(user: User) -> Json:
    """A name and what it is known by."""
    return {"id": user.id, "name": user.first_name, "username": user.username}


def _view_photo(board: Switchboard, group: str, width: int = _BUBBLE_WIDTH) -> Json | None:
    sizes = board.files.list_group(group) if group else ()
    if not sizes:
        return None
    large = sizes[-1]
    small = next((size for size in sizes if size.width >= width), large)
    return {
        "url": f"/chat/file/{small.key}",
        "fullUrl": f"/chat/file/{large.key}",
        "width": large.width,
        "height": large.height,
    }


def _view_document(board: Switchboard, key: str) -> Json | None:
    document = board.files.find(key) if key else None
    if document is None:
        return None
    return {"url": f"/chat/file/{document.key}", "name": document.name or "file", "size": document.size}


def _view_quote(board: Switchboard, message: Message) -> Json:
    name = board.config.bot_name if message.sender_id == board.config.bot_id else ""
    return {
        "id": message.message_id,
        "name": name,
        "text": message.words[:_QUOTED_LENGTH],
        "photo": _view_photo(board, message.photo_group, _TILE_WIDTH),
        "document": _view_document(board, message.document_key),
    }


def _origin_name(content: Json) -> str:
    origin = content.get("forward_origin", {})
    for place in ("chat", "sender_chat", "sender_user"):
        if place in origin:
            return str(origin[place].get("title") or origin[place].get("first_name"))
    return str(origin.get("sender_user_name", ""))


def _rows(buttons: tuple[Button, ...]) -> list[list[Json]]:
    rows: list[list[Json]] = []
    for button in buttons:
        if button.row == len(rows):
            rows.append([])
        rows[-1].append({"text": button.text, "kind": button.kind, "value": button.value})
    return rows


def _view_result(board: Switchboard, result: InlineResult) -> Json:
    photo = _view_photo(board, str(result.content.get("photo", "")), _TILE_WIDTH)
    words = result.content.get("caption") or result.content.get("text") or ""
    return {
        "id": result.id,
        "title": result.title or str(words)[:_QUOTED_LENGTH],
        "description": result.description,
        "photo": photo,
    }
