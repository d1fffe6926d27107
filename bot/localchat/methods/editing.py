"""editMessageText, editMessageCaption, editMessageMedia, editMessageReplyMarkup."""

from dataclasses import replace

from bot.localchat.calls import Params
from bot.localchat.errors import bad_request
from bot.localchat.keyboards import parse_inline_keyboard
from bot.localchat.messages import Message
from bot.localchat.methods.contents import read_caption, read_media, read_media_caption, read_text
from bot.localchat.methods.targets import require_message
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
# What an edit leaves alone.
_KEPT_FIELDS = ("message_thread_id", "is_topic_message", "media_group_id", "has_protected_content", "via_bot")


async def edit_message_text(board: Switchboard, params: Params) -> Json:
    """Other words."""
    content = read_text(params, too_long="MESSAGE_TOO_LONG")
    message = _require_editable(board, params)
    if not message.text:
        raise bad_request("there is no text in the message to edit")
    return await _change(board, params, message, content)


async def edit_message_caption(board: Switchboard, params: Params) -> Json:
    """Other words under the same picture."""
    caption = read_caption(params, too_long="MEDIA_CAPTION_TOO_LONG")
    message = _require_editable(board, params)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    media = {name: message.content[name] for name in ("photo", "document") if name in message.content}
    return await _change(board, params, message, media | caption)


async def edit_message_media(board: Switchboard, params: Params) -> Json:
    """Another picture or document; a text may become one, and the message keeps its id."""
    media = params.json("media")
    if media is None:
        raise bad_request('parameter "media" is required')
    message = _require_editable(board, params)
    content = await read_media(board, params, media)
    if "media_group_id" in message.content and set(content) != {"photo" if message.photo_group else "document"}:
        raise bad_request("message media can't be edited")
    content |= read_media_caption(media, too_long="MEDIA_CAPTION_TOO_LONG")
    return await _change(board, params, _require_editable(board, params), content)


async def edit_message_reply_markup(board: Switchboard, params: Params) -> Json:
    """Other buttons."""
    message = _require_editable(board, params)
    return await _change(board, params, message, message.content)


def _require_editable(board: Switchboard, params: Params) -> Message:
    _, message = require_message(board, params, "message to edit")
    is_own = message.sender_id == board.config.bot_id
    if not is_own or "via_bot" in message.content or "forward_origin" in message.content:
        raise bad_request("message can't be edited")
    return message


async def _change(board: Switchboard, params: Params, message: Message, content: Json) -> Json:
    """Put the new content; without a keyboard in the call, the old one goes."""
    markup = parse_inline_keyboard(params.text("reply_markup"))
    kept = {name: message.content[name] for name in _KEPT_FIELDS if name in message.content}
    content = content | kept
    if content == message.content and markup == message.markup:
        raise bad_request(_NOT_MODIFIED)
    edited = replace(message, content=content, markup=markup, edit_date=int(board.world.clock()))
    return board.world.render(await board.world.put_message(edited))
