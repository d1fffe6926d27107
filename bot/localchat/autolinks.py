"""Finds web and mail addresses in a text, by Telegram's rules."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TRAILING = ".:;,('?!`"
_PROTOCOL = re.compile(r"(?:http|https|ftp|tonsite)://", re.IGNORECASE)
_PROTOCOL_WORD = re.compile(r"(?:[A-Za-z0-9+\-]|[^\x00-\x7f])*\Z")
_PROTOCOLS = (  # a protocol, and the longer ones that it must not be taken for
    ("http", ("shttp",)),  # codespell:ignore
    ("https", ()),
    ("ftp", ("tftp", "sftp")),
    ("tonsite", ()),
)
_EMAIL = re.compile(
    r"(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9]\.){1,6}[a-z]{2,8}",
    re.IGNORECASE,
)
_NOT_IN_USER = frozenset("\n/[]{}()'`<>\"@«»")
_NOT_IN_PATH = frozenset('\n<>"«»')
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """A place in the text, counted in characters."""

    kind: str  # url, email
    start: int
    end: int


@cache
def known_endings() -> frozenset[str]:
    """IANA's list of top-level domains, the international ones in both spellings."""
    names = json.loads(Path(__file__).with_name("tlds.json").read_text(encoding="ascii"))
    return frozenset(names) | {name.encode().decode("idna") for name in names if name.startswith("xn--")}


def find_addresses(text: str) -> list[FoundAddress]:
    """Every address of the text, in order."""
    found = []
    floor = 0
    while 0 <= (dot := text.find(".", floor)) < len(text) - 1:
        if text[dot + 1] == " ":
            floor = dot + 2
            continue
        start, end, is_good = _stretch(text, floor, dot)
        if not is_good:
            while text[end - 1] != ".":
                end -= 1
        elif end > dot + 1 and (address := _judge(text, start, end)):
            found.append(address)
        floor = max(end, dot + 1)
    return found


def _stretch(text: str, floor: int, dot: int) -> tuple[int, int, bool]:
    """How far the address around this dot reaches, and whether it stands free."""
    start = _back(text, floor, dot, _is_domain_symbol)
    end, last_at = dot, -1
    while end < len(text) and (text[end] == "@" or _is_domain_symbol(text[end])):
        last_at = end if text[end] == "@" else last_at
        end += 1
    if last_at >= 0:
        start = _back(text, floor, start, _is_user_symbol)
    end = _after_path(text, _after_port(text, end))
    while end > dot + 1 and text[end - 1] == ".":
        end -= 1
    is_good = True
    if start > floor and text[start - 1] == "@":
        user_start = _back(text, floor, start - 1, _is_user_symbol)
        is_good = last_at < 0 and user_start < start - 1
        start = user_start
    if start > floor:
        start, is_free = _before_protocol(text, floor, start)
        is_good = is_good and is_free
    return start, end, is_good


def _back(text: str, floor: int, position: int, is_part: Callable[[str], bool]) -> int:
    while position > floor and is_part(text[position - 1]):
        position -= 1
    return position


def _after_port(text: str, end: int) -> int:
    match = re.compile(r":0*([1-9][0-9]{0,4})(?![0-9])").match(text, end)
    return match.end() if match and int(match[1]) <= 65535 else end


def _after_path(text: str, end: int) -> int:
    if end >= len(text) or text[end] not in "/?#":
        return end
    stop = end + 1
    while stop < len(text) and text[stop] not in _NOT_IN_PATH and _is_visible(text[stop]):
        stop += 1
    while stop > end + 1 and text[stop - 1] in _TRAILING:
        stop -= 1
    return stop if text[end] == "/" or stop > end + 1 else end


def _before_protocol(text: str, floor: int, start: int) -> tuple[int, bool]:
    """The start with its protocol, and whether what stands before lets an address begin here."""
    before = text[floor:start]
    if not (before.endswith("://") and len(before) >= 6):
        last = before[-1]
        return start, not (is_word_character(last) or last in "/#@")
    match = _PROTOCOL_WORD.search(before[:-3])
    word = match[0].lower() if match else ""
    for name, unlike in _PROTOCOLS:
        if word.endswith(name) and word not in unlike:
            return start - 3 - len(name), True
    return start, False


def _judge(text: str, start: int, end: int) -> FoundAddress | None:
    address = text[start:end]
    if _EMAIL.fullmatch(address):
        return FoundAddress("email", start, end)
    if address.startswith("mailto:") and _EMAIL.fullmatch(address[7:]):
        return FoundAddress("email", start + 7, end)
    protocol = _PROTOCOL.match(address)
    rest = address[protocol.end() :] if protocol else address
    cut = min((rest.find(mark) for mark in "/?#" if mark in rest), default=len(rest))
    host = rest[:cut].rpartition("@")[2]
    host = host.rpartition(":")[0] or host
    if not _is_host(host, has_protocol=protocol is not None):
        return None
    return FoundAddress("url", start, end - (len(rest) - cut) + _balanced_length(rest[cut:]))


def _balanced_length(path: str) -> int:
    """Where the path ends: before a closing bracket that nothing opened, and before punctuation."""
    balance = dict.fromkeys(_BRACKETS.values(), 0)
    stop = 0
    for character in path:
        if character in _BRACKETS:
            balance[_BRACKETS[character]] += 1
        elif character in balance:
            balance[character] -= 1
            if balance[character] < 0:
                break
        stop += 1
    while stop > 0 and path[stop - 1] in _TRAILING:
        stop -= 1
    return stop


def _is_host(host: str, *, has_protocol: bool) -> bool:
    parts = host.split(".")
    if len(parts) < 2 or any(not part or len(part.encode()) >= 64 or part.endswith("-") for part in parts):
        return False
    if all(part.isascii() and part.isdigit() for part in parts):
        return len(parts) == 4 and all(str(int(part)) == part and int(part) <= 255 for part in parts)
    return "_" not in parts[-2] and _is_ending(parts[-1], has_protocol=has_protocol)


def _is_ending(ending: str, *, has_protocol: bool) -> bool:
    if len(ending) <= 1:
        return False
    if ending.startswith("xn--"):
        return len(ending) > 5 and ending[4:].isascii() and ending[4:].isalnum()
    return not set("_-") & set(ending) and (has_protocol or ending.lower() in known_endings())


def is_word_character(character: str) -> bool:
    """A letter, a number or an underscore."""
    return character == "_" or unicodedata.category(character)[0] == "L" or _is_number(character)


def _is_number(character: str) -> bool:
    return unicodedata.category(character) in ("Nd", "Nl", "No")  # codespell:ignore


def _is_visible(character: str) -> bool:
    code = ord(character)
    if 0x2000 <= code <= 0x206F:  # general punctuation: only joiners and dashes belong to an address
        return code in (0x200C, 0x200D) or 0x2010 <= code <= 0x2015
    return unicodedata.category(character)[0] != "Z"


def _is_domain_symbol(character: str) -> bool:
    if ord(character) < 0xC0:
        return character in ".-_~" or (character.isascii() and character.isalnum())
    return _is_visible(character)


def _is_user_symbol(character: str) -> bool:
    return character not in _NOT_IN_USER and _is_visible(character)
