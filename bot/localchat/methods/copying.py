"""copyMessage and forwardMessage."""

from bot.localchat.calls import Params
from bot.localchat.errors import bad_request
from bot.localchat.keyboards import parse_reply_markup
from bot.localchat.messages import Message
from bot.localchat.methods.contents import read_caption
from bot.localchat.methods.targets import find_chat, find_reply, require_chat
from bot.localchat.people import ForwardOrigin
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json

_COPIED_FIELDS = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "link_preview_options",
)


async def copy_message(board: Switchboard, params: Params) -> Json:
    """The same content in another message."""
    original = _require_original(board, params, "copy")
    chat = require_chat(board, params)
    content = {name: original.content[name] for name in _COPIED_FIELDS if name in original.content}
    if "caption" in params.fields and original.has_media:
        content = {name: content[name] for name in ("photo", "document") if name in content} | read_caption(params)
    message = board.world.new_message(
        chat,
        board.config.bot_id,
        content,
        reply_to=find_reply(board, params, chat),
        markup=parse_reply_markup(params.text("reply_markup")),
    )
    await board.world.put_message(message)
    return {"message_id": message.message_id}


async def forward_message(board: Switchboard, params: Params) -> Json:
    """The same content, with where it came from."""
    original = _require_original(board, params, "forward")
    chat = require_chat(board, params)
    content = {name: original.content[name] for name in _COPIED_FIELDS if name in original.content}
    if "forward_origin" in original.content:
        names = ("forward_origin", "forward_date")
        content |= {name: original.content[name] for name in names}
    elif original.sender_id is None:
        source = board.world.chats[original.chat_id]
        origin = ForwardOrigin("channel", source.title, source.id, source.username, original.message_id)
        content |= origin.to_json()
    else:
        sender = board.world.users[original.sender_id]
        content |= ForwardOrigin("user", sender.first_name, sender.id, sender.username).to_json()
    message = board.world.new_message(chat, board.config.bot_id, content)
    return board.world.render(await board.world.put_message(message))


def _require_original(board: Switchboard, params: Params, what: str) -> Message:
    source = find_chat(board, params.text("from_chat_id"))
    message = board.world.find_message(source.id, params.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {what} not found")
    if message.content.get("has_protected_content"):
        raise bad_request(f"message can't be {'copied' if what == 'copy' else 'forwarded'}")
    return message
