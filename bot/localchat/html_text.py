"""Reads the HTML that a bot writes, as strictly as Telegram does, into a text and its entities."""

import re
from dataclasses import dataclass

from bot.localchat.entities import Entity, sort_entities, utf16_length
from bot.localchat.errors import ApiError, bad_request
from bot.localchat.web_addresses import find_address

_KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    **dict.fromkeys(("a", "pre", "code", "blockquote", "tg-emoji", "tg-time"), ""),
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]+)|#(?P<decimal>[0-9]+)|(?P<name>[A-Za-z]+));?")
_ATTRIBUTE = re.compile(r"\s*(?P<name>[^\s=>/\"']*)\s*(?P<equals>=\s*(?P<value>\"[^\"]*\"|'[^']*'|[A-Za-z0-9.\-]*))?")
_USER_LINK = re.compile(r"tg:(?://)?user\?id=([0-9]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int  # in UTF-16 units of the text so far
    place: int  # in characters of it


class _Reader:
    """One pass over one text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.parts: list[str] = []
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.source):
            character = self.source[self.position]
            if character == "<":
                self._read_tag()
            elif character == "&":
                text, self.position = _decode_reference(self.source, self.position)
                self.parts.append(text)
            else:
                stop = re.compile("[<&]|$(?![\\s\\S])").search(self.source, self.position)
                end = stop.start() if stop else len(self.source)
                self.parts.append(self.source[self.position : end])
                self.position = end
        if self.open:
            raise _fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return self._text(), sort_entities(self.entities)

    def _text(self) -> str:
        self.parts = ["".join(self.parts)]
        return self.parts[0]

    def _read_tag(self) -> None:
        begin = self.position
        match = re.compile(r"</?([^\s>]*)").match(self.source, begin)
        name = match[1].lower() if match else ""
        self.position = match.end() if match else begin + 1
        if self.source.startswith("</", begin):
            self._close(begin, name)
        else:
            self._start(begin, name)

    def _start(self, begin: int, name: str) -> None:
        at = self._at(begin)
        if self.position >= len(self.source):
            raise _fail(f"Unclosed start tag{at}")
        if name not in _KINDS:
            raise _fail(f'Unsupported start tag "{name}"{at}')
        argument = self._read_attributes(begin, name)
        if name == "span" and argument != "spoiler":
            raise _fail(f'Tag "span" must have class "tg-spoiler"{at}')
        text = self._text()
        self.open.append(_Open(name, argument, utf16_length(text), len(text)))

    def _read_attributes(self, begin: int, tag: str) -> str:
        argument = ""
        while True:
            match = _ATTRIBUTE.match(self.source, self.position)
            rest = self.source[self.position :].lstrip()
            if rest.startswith(">"):
                self.position = len(self.source) - len(rest) + 1
                return argument
            if not rest or match is None:
                raise _fail(f'Unclosed start tag "{tag}"{self._at(begin)}')
            if not match["name"]:
                raise _fail(f'Empty attribute name in the tag "{tag}"{self._at(begin)}')
            self.position = match.end()
            argument = _take_argument(tag, match["name"], self._value(match, begin)) or argument

    def _value(self, match: re.Match[str], begin: int) -> str:
        if match["equals"] is None:
            return "1"
        value = match["value"]
        if value[:1] in ("'", '"') and value:
            return _decode_all(value[1:-1])
        following = self.source[match.end() : match.end() + 1]
        if following in ("", "'", '"'):
            raise _fail(f"Unclosed start tag{self._at(begin)}")
        if not following.isspace() and following != ">":
            raise _fail(f"Unexpected end of name token{self._at(match.start('value'))}")
        return value.lower()

    def _close(self, begin: int, name: str) -> None:
        at = self._at(begin)
        if not self.open:
            raise _fail(f"Unexpected end tag{at}")
        rest = self.source[self.position :].lstrip()
        if not rest.startswith(">"):
            raise _fail(f"Unclosed end tag{at}")
        self.position = len(self.source) - len(rest) + 1
        opened = self.open.pop()
        if name and name != opened.tag:
            raise _fail(f'Unmatched end tag{at}, expected "</{opened.tag}>", found "</{name}>"')
        text = self._text()
        length = utf16_length(text) - opened.offset
        if length > 0:
            self._add(opened, length, text[opened.place :])

    def _add(self, opened: _Open, length: int, inner: str) -> None:
        last = self.entities[-1] if self.entities else None
        is_same = last is not None and (last.offset, last.length) == (opened.offset, length)
        if opened.tag == "a":
            self._add_link(opened, length, opened.argument or inner)
        elif opened.tag in ("pre", "code"):
            other = {"pre": "code", "code": "pre"}[opened.tag]
            language = (last.language if last and opened.tag == "pre" else opened.argument) if is_same else ""
            if last and is_same and last.kind == other and language:
                self.entities[-1] = Entity("pre", opened.offset, length, language=language)
            else:
                kept = opened.argument if opened.tag == "code" else ""
                self.entities.append(Entity(opened.tag, opened.offset, length, language=kept))
        elif opened.tag == "blockquote":
            kind = "expandable_blockquote" if opened.argument else "blockquote"
            self.entities.append(Entity(kind, opened.offset, length))
        elif _KINDS[opened.tag]:
            self.entities.append(Entity(_KINDS[opened.tag], opened.offset, length))

    def _add_link(self, opened: _Open, length: int, address: str) -> None:
        if user := _USER_LINK.match(address):
            self.entities.append(Entity("text_mention", opened.offset, length, user_id=int(user[1])))
        elif url := find_address(address):  # a wrong one is dropped without a word
            self.entities.append(Entity("text_link", opened.offset, length, url=url))

    def _at(self, position: int) -> str:
        return f" at byte offset {len(self.source[:position].encode())}"


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text and its entities; ApiError with Telegram's words where Telegram would refuse it."""
    text, entities = _Reader(source).read()
    return text, [
        entity if entity.kind != "code" else Entity("code", entity.offset, entity.length) for entity in entities
    ]


def _fail(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _take_argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in (("a", "href"), ("blockquote", "expandable"), ("tg-emoji", "emoji-id")):
        return value if tag != "blockquote" else "1"
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return ""


def _decode_reference(source: str, position: int) -> tuple[str, int]:
    """The character of a reference and the place behind it; one that is unknown stays as it is written."""
    match = _REFERENCE.match(source, position)
    if match is None:
        return "&", position + 1
    if match["name"]:
        known = _NAMED.get(match["name"])
        return (known, match.end()) if known else ("&", position + 1)
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    is_character = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF and len(match[0]) <= 10
    return (chr(code), match.end()) if is_character else ("&", position + 1)


def _decode_all(value: str) -> str:
    return _REFERENCE.sub(lambda match: _decode_reference(match[0], 0)[0] if _is_known(match[0]) else match[0], value)


def _is_known(reference: str) -> bool:
    return _decode_reference(reference, 0)[1] == len(reference)
