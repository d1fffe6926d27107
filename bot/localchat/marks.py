"""Finds what Telegram makes tappable in a text by itself: hashtags, mentions, commands, addresses."""

import re
import unicodedata
from collections.abc import Iterator

from bot.localchat.autolinks import find_addresses, is_word_character
from bot.localchat.entities import Entity, drop_overlapping, utf16_length

_MENTION = re.compile(r"@([A-Za-z0-9_]+)")
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(@[A-Za-z0-9_]*)?")
_TAG_ADDRESSEE = re.compile(r"@[A-Za-z0-9_]{3,32}")
_MAX_TAG = 256

Span = tuple[str, int, int]


def find_entities(text: str) -> list[Entity]:
    """Everything that Telegram makes tappable by itself."""
    spans: list[Span] = [(address.kind, address.start, address.end) for address in find_addresses(text)]
    spans += [*_find_hashtags(text), *_find_mentions(text), *_find_commands(text)]
    entities = [Entity(kind, utf16_length(text[:start]), utf16_length(text[start:end])) for kind, start, end in spans]
    return drop_overlapping(entities)


def _find_mentions(text: str) -> Iterator[Span]:
    for match in _MENTION.finditer(text):
        is_free = not _is_word_at(text, match.start() - 1) and not _is_word_at(text, match.end())
        if is_free and 2 <= len(match[1]) <= 32:
            yield "mention", match.start(), match.end()


def _find_commands(text: str) -> Iterator[Span]:
    for match in _COMMAND.finditer(text):
        name, addressee = match[1], match[2]
        if len(name) > 64 or (addressee is not None and not 3 <= len(addressee) - 1 <= 32):
            continue
        if not any(_is_word_at(text, place, also="/<>") for place in (match.start() - 1, match.end())):
            yield "bot_command", match.start(), match.end()


def _find_hashtags(text: str) -> Iterator[Span]:
    position = 0
    while (start := text.find("#", position)) >= 0:
        if start > 0 and _is_tag_character(text[start - 1]):
            position = start + 1
            continue
        end = start + 1
        while end < len(text) and _is_tag_character(text[end]):
            end += 1
        position = end
        word = text[start + 1 : end][:_MAX_TAG]
        tag_end = start + 1 + len(word)
        if tag_end == end and (addressee := _TAG_ADDRESSEE.match(text, end)):
            tag_end = position = addressee.end()
        if text[position : position + 1] != "#" and any(_is_letter(character) for character in word):
            yield "hashtag", start, tag_end


def _is_word_at(text: str, place: int, also: str = "") -> bool:
    return 0 <= place < len(text) and (is_word_character(text[place]) or text[place] in also)


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] == "L"


def _is_tag_character(character: str) -> bool:
    code = ord(character)
    if character in "_\u200c\u00b7" or 0xD80 <= code <= 0xDFF:  # Sinhala is taken whole
        return True
    return _is_letter(character) or unicodedata.category(character) == "Nd"  # codespell:ignore
