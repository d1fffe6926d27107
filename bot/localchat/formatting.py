"""From what was sent (text, parse_mode, entities) to the text as it is kept and shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.localchat.entities import Entity, merge_entities, shift_entities, utf16_length
from bot.localchat.errors import bad_request
from bot.localchat.html_text import parse_html
from bot.localchat.limits import MAX_RAW_TEXT_BYTES
from bot.localchat.marks import find_entities
from bot.localchat.wire import Json

_DROPPED = re.compile("[\r\u2028-\u202e]")  # separators and direction marks
_BLANKED = re.compile("[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and its entities, cleaned and trimmed."""

    text: str
    entities: tuple[Entity, ...] = ()

    def to_json(self, text_field: str, entities_field: str) -> Json:
        """The two fields of a message."""
        if not self.text:
            return {}
        fields: Json = {text_field: self.text}
        if self.entities:
            fields[entities_field] = [entity.to_json() for entity in self.entities]
        return fields


def format_text(text: str, parse_mode: str = "", entities: Sequence[Entity] = ()) -> FormattedText:
    """Clean, parse, trim, and find what is tappable by itself."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_RAW_TEXT_BYTES:
        raise bad_request("text is too long")
    text = _BLANKED.sub(" ", _DROPPED.sub("", text))
    explicit = list(entities)
    if text and parse_mode.lower() not in ("", "none"):
        if parse_mode.lower() != "html":  # Markdown is Telegram's too, but no dialect of this house
            raise bad_request("unsupported parse_mode")
        text, explicit = parse_html(text)
    trimmed = text.strip()
    cut = utf16_length(text[: len(text) - len(text.lstrip())]) if trimmed else 0
    explicit = shift_entities(explicit, cut, utf16_length(trimmed))
    return FormattedText(trimmed, tuple(merge_entities(explicit, find_entities(trimmed))))


def entities_from_json(items: object) -> list[Entity]:
    """The entities that a bot or a test names itself; those that Telegram finds alone are left to it."""
    if not isinstance(items, list):
        return []
    return [
        Entity(
            kind=str(item["type"]),
            offset=int(item["offset"]),
            length=int(item["length"]),
            url=str(item.get("url", "")),
            language=str(item.get("language", "")),
        )
        for item in items
        if item.get("type") not in ("url", "hashtag", "mention", "bot_command", "email", "cashtag", "phone_number")
    ]
