"""What is said in the chat, before any protocol: a text, its buttons, a picture."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Button:
    """One button; exactly one of the five targets is set."""

    text: str
    url: str = ""
    callback: str = ""  # see bot.callbacks; at most 64 bytes
    copy_text: str = ""  # at most 256 characters
    web_app: str = ""  # https address of a page that opens inside Telegram; in private chats only
    inline_query: str | None = None  # opens the inline search in this chat, "" included


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: HTML as Telegram reads it (a caption when a picture goes with it), and rows of buttons."""

    html: str
    keyboard: Keyboard = field(default=())
    asks: bool = False  # opens the person's keyboard for a reply to it; has no buttons then
