"""Parts of a text that mean something: bold, link, hashtag… Offsets count UTF-16 units, as Telegram does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.localchat.wire import Json, compact

# Kinds that stand alone: nothing that is found by itself may lie across them.
CONTINUOUS_KINDS = frozenset(
    {
        "text_link",
        "text_mention",
        "code",
        "pre",
        "url",
        "hashtag",
        "mention",
        "bot_command",
        "email",
        "cashtag",
    }
)


@dataclass(frozen=True, slots=True)
class Entity:
    """One part of a text."""

    kind: str
    offset: int
    length: int
    url: str = ""
    language: str = ""
    user_id: int = 0

    @property
    def end(self) -> int:
        """The offset behind the last unit."""
        return self.offset + self.length

    def meets(self, other: "Entity") -> bool:
        """Whether the two share a unit."""
        return self.offset < other.end and other.offset < self.end

    def to_json(self) -> Json:
        """As the Bot API writes it, without the person of a text_mention."""
        fields = compact(url=self.url, language=self.language)
        return {"type": self.kind, "offset": self.offset, "length": self.length, **fields}


def utf16_length(text: str) -> int:
    """How many UTF-16 units the text has."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def cut_utf16(text: str, offset: int, length: int) -> str:
    """The part of the text at UTF-16 offsets."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def sort_entities(entities: Iterable[Entity]) -> list[Entity]:
    """In Telegram's order: by place, the longer first."""
    return sorted(entities, key=lambda entity: (entity.offset, -entity.length, entity.kind))


def drop_overlapping(entities: Iterable[Entity]) -> list[Entity]:
    """Of parts that share a unit the first stays."""
    kept: list[Entity] = []
    for entity in sort_entities(entities):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def merge_entities(explicit: Sequence[Entity], found: Iterable[Entity]) -> list[Entity]:
    """What was marked, and what was found by itself where no marked link or code lies."""
    fixed = [entity for entity in explicit if entity.kind in CONTINUOUS_KINDS]
    free = [entity for entity in found if not any(entity.meets(other) for other in fixed)]
    return sort_entities([*explicit, *free])


def shift_entities(entities: Iterable[Entity], by: int, length: int) -> list[Entity]:
    """The entities in a text from which `by` units were cut at the start and that has `length` units now."""
    shifted = []
    for entity in entities:
        start = max(0, entity.offset - by)
        end = min(length, entity.end - by)
        if end > start:
            shifted.append(replace(entity, offset=start, length=end - start))
    return shifted
