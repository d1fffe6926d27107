"""The Bot API's methods, by name. Each takes the switchboard and the parameters and returns its `result`."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from bot.localchat.calls import Params
from bot.localchat.methods.chats import (
    get_chat,
    get_chat_administrators,
    get_chat_member,
    get_chat_member_count,
    leave_chat,
    send_chat_action,
    set_message_reaction,
)
from bot.localchat.methods.copying import copy_message, forward_message
from bot.localchat.methods.deleting import delete_message, delete_messages
from bot.localchat.methods.editing import (
    edit_message_caption,
    edit_message_media,
    edit_message_reply_markup,
    edit_message_text,
)
from bot.localchat.methods.inline import answer_callback_query, answer_inline_query
from bot.localchat.methods.polling import (
    delete_webhook,
    get_file,
    get_me,
    get_updates,
    get_webhook_info,
    set_webhook,
    sign_off,
)
from bot.localchat.methods.profile import PROFILE_METHODS
from bot.localchat.methods.sending import send_document, send_media_group, send_message, send_photo
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import JsonValue

Method = Callable[[Switchboard, Params], Awaitable[JsonValue]]

_METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": sign_off,
    "close": sign_off,
    "getFile": get_file,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    **PROFILE_METHODS,
}
METHODS = {name.lower(): method for name, method in _METHODS.items()}  # Telegram does not look at the case


def is_known_to_telegram(name: str) -> bool:
    """Whether Telegram has such a method, though the local chat may not."""
    names = Path(__file__).with_name("names.txt").read_text(encoding="ascii")
    return name.lower() in names.lower().split()
