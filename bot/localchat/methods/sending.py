"""sendMessage, sendPhoto, sendDocument, sendMediaGroup."""

import secrets

from bot.localchat.calls import Params
from bot.localchat.errors import bad_request
from bot.localchat.keyboards import parse_reply_markup
from bot.localchat.limits import MAX_ALBUM
from bot.localchat.messages import Message
from bot.localchat.methods.contents import (
    read_caption,
    read_document,
    read_media,
    read_media_caption,
    read_photo,
    read_text,
)
from bot.localchat.methods.targets import find_reply, find_thread, require_chat
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json


async def send_message(board: Switchboard, params: Params) -> Json:
    """A text."""
    content = read_text(params)
    return board.world.render(await _send(board, params, content))


async def send_photo(board: Switchboard, params: Params) -> Json:
    """A photo with its caption."""
    require_chat(board, params)
    caption = read_caption(params)
    content = await read_photo(board, params, params.text("photo"))
    return board.world.render(await _send(board, params, content | caption))


async def send_document(board: Switchboard, params: Params) -> Json:
    """A file with its caption."""
    require_chat(board, params)
    caption = read_caption(params)
    content = await read_document(board, params, params.text("document"))
    return board.world.render(await _send(board, params, content | caption))


async def send_media_group(board: Switchboard, params: Params) -> list[Json]:
    """An album: one message each, held together by an id."""
    media = params.json("media")
    if media is None:
        raise bad_request('parameter "media" is required')
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {item.get("type") for item in media if isinstance(item, dict)}
    if "document" in kinds and len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    require_chat(board, params)
    group: Json = {"media_group_id": str(secrets.randbits(53))} if len(media) > 1 else {}
    contents = [await read_media(board, params, item) | read_media_caption(item) | group for item in media]
    return [board.world.render(await _send(board, params, content)) for content in contents]


async def _send(board: Switchboard, params: Params, content: Json) -> Message:
    chat = require_chat(board, params)
    markup = parse_reply_markup(params.text("reply_markup"))
    reply_to = find_reply(board, params, chat)
    content |= find_thread(params, chat)
    if params.flag("protect_content"):
        content["has_protected_content"] = True
    message = board.world.new_message(chat, board.config.bot_id, content, reply_to=reply_to, markup=markup)
    return await board.world.put_message(message)
