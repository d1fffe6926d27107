"""A message as it is kept: one value, whoever looks at it."""

from dataclasses import dataclass, field

from bot.localchat.wire import Json


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button and where it hangs."""

    text: str
    kind: str  # url, callback_data, copy_text, switch_inline_query…
    value: str
    chat_id: int
    message_id: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `content` has the Bot API's fields, but files by our own keys."""

    chat_id: int
    message_id: int
    date: int
    sender_id: int | None  # None in channels
    content: Json = field(default_factory=dict)
    edit_date: int = 0
    reply_to: int = 0
    markup: Json | None = None
    reactions: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in the store."""
        return f"{self.chat_id}/{self.message_id}"

    @property
    def text(self) -> str:
        """The text; empty where there is none."""
        return str(self.content.get("text", ""))

    @property
    def caption(self) -> str:
        """The words under a photo or a document."""
        return str(self.content.get("caption", ""))

    @property
    def words(self) -> str:
        """Text or caption."""
        return self.text or self.caption

    @property
    def entities(self) -> list[Json]:
        """The entities of the words."""
        return list(self.content.get("entities") or self.content.get("caption_entities") or [])

    @property
    def photo_group(self) -> str:
        """The key of its photo; empty where there is none."""
        return str(self.content.get("photo", ""))

    @property
    def document_key(self) -> str:
        """The key of its document; empty where there is none."""
        return str(self.content.get("document", ""))

    @property
    def has_media(self) -> bool:
        """Whether the words are a caption."""
        return bool(self.photo_group or self.document_key)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every inline button, row by row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return tuple(
            _read_button(button, self, row, column)
            for row, buttons in enumerate(rows)
            for column, button in enumerate(buttons)
        )


def _read_button(button: Json, message: Message, row: int, column: int) -> Button:
    kind = next(name for name in button if name != "text")
    value = button[kind]
    plain = value.get("text") or value.get("url", "") if isinstance(value, dict) else str(value)
    return Button(button["text"], kind, plain, message.chat_id, message.message_id, row, column)
