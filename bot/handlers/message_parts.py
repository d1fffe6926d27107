"""What a Telegram message is made of, in the words of this house."""

from collections.abc import Iterator
from dataclasses import dataclass

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

RICH = "rich_message"  # Bot API 10.1, of which python-telegram-bot 22.8 knows nothing yet
RICH_LINES = ("blocks", "items", "cells")  # what stands below one another in it
RICH_PARTS = ("label", "summary", "text", *RICH_LINES, "caption", "credit")


@dataclass(frozen=True, slots=True)
class CommandCall:
    """A command at the beginning of a message, and the bot that it names; "" where it names none."""

    name: str
    addressee: str


def read_command(message: Message) -> CommandCall | None:
    """The command that a message begins with."""
    first = next(iter(message.entities), None)
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset:
        return None
    name, _, addressee = message.parse_entity(first).removeprefix("/").casefold().partition("@")
    return CommandCall(name, addressee)


def read_text(message: Message) -> MessageText:
    """The text or caption with its marks; the words of a rich message, which has neither."""
    text = message.text or message.caption or _rich_words(message.api_kwargs.get(RICH))
    entities = message.entities or message.caption_entities
    return MessageText(text, tuple(_read_entity(entity) for entity in entities))


def _read_entity(entity: MessageEntity) -> Entity:
    return Entity(str(entity.type), entity.offset, entity.length, entity.url or "")


def list_other_urls(message: Message) -> tuple[str, ...]:
    """The addresses that stand beside the text: in buttons, in what was quoted, in a rich message."""
    return tuple(_buttons(message)) + tuple(_quote(message)) + tuple(_rich_urls(message.api_kwargs.get(RICH)))


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


def _rich_words(part: object, glue: str = "") -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, list | tuple):
        return glue.join(filter(None, (_rich_words(item, glue) for item in part)))
    if not isinstance(part, dict):
        return ""
    words = (_rich_words(part.get(name), "\n" if name in RICH_LINES else "") for name in RICH_PARTS)
    return "\n".join(filter(None, words))


def _rich_urls(part: object) -> Iterator[str]:
    """Every `url` in a rich message."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "url" and isinstance(value, str):
                yield value
            else:
                yield from _rich_urls(value)
    elif isinstance(part, list | tuple):
        for item in part:
            yield from _rich_urls(item)


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
