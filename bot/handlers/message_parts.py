"""What a Telegram message is made of, in the words of this house."""

from collections.abc import Iterator

from telegram import (
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.parsing.links import Entity, MessageText
from bot.services.cards import Origin


def read_text(message: Message) -> MessageText:
    """The text or caption with its marks."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    return MessageText(text, tuple(_read_entity(entity) for entity in entities))


def _read_entity(entity: MessageEntity) -> Entity:
    return Entity(str(entity.type), entity.offset, entity.length, entity.url or "")


def list_other_urls(message: Message) -> tuple[str, ...]:
    """The addresses that stand beside the text: in buttons, in what was quoted, in a rich message."""
    return tuple(_buttons(message)) + tuple(_quote(message)) + tuple(_rich(message.api_kwargs.get("rich_message")))


def _buttons(message: Message) -> Iterator[str]:
    if message.reply_markup is not None:
        yield from (button.url for row in message.reply_markup.inline_keyboard for button in row if button.url)


def _quote(message: Message) -> Iterator[str]:
    quote = message.quote
    if quote is None:
        return
    for entity in quote.entities or ():
        if entity.type == MessageEntity.TEXT_LINK and entity.url:
            yield entity.url
        elif entity.type == MessageEntity.URL:
            units = quote.text.encode("utf-16-le")
            yield units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


def _rich(part: object) -> Iterator[str]:
    """Every `url` in a rich message (Bot API 10.1), of which python-telegram-bot 22.8 knows nothing yet."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "url" and isinstance(value, str):
                yield value
            else:
                yield from _rich(value)
    elif isinstance(part, list | tuple):
        for item in part:
            yield from _rich(item)


def read_origin(origin: MessageOrigin | None) -> Origin | None:
    """Where a forwarded message comes from."""
    match origin:
        case MessageOriginUser():
            return Origin("user", origin.sender_user.full_name, origin.date)
        case MessageOriginHiddenUser():
            return Origin("hidden_user", origin.sender_user_name, origin.date)
        case MessageOriginChat():
            return Origin("chat", _signed(origin.sender_chat.title, origin.author_signature), origin.date)
        case MessageOriginChannel():
            url = f"https://t.me/{origin.chat.username}/{origin.message_id}" if origin.chat.username else ""
            return Origin("channel", _signed(origin.chat.title, origin.author_signature), origin.date, url)
    return None


def _signed(title: str | None, author: str | None) -> str:
    return f"{title or ''} ({author})" if author else title or ""
