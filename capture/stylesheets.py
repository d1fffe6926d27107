"""Rewrites the addresses in style sheets. A tokeniser as small as that allows: what it does not need it copies."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote, urldefrag

from ada_url import join_url

Resolve = Callable[[str], str | None]  # absolute address → what to write in its place; None where there is nothing

NOTHING = "data:,"  # asks nobody, and shows nothing
# Custom elements of the page are defined by scripts, which the archived page does not have.
DEFINED = ":not([data-snapkeep-undefined])"

# Atomic: what was read is never read in another way, so that no text takes longer than its length.
_COMMENT = r"(?>/\*.*?(?:\*/|\Z))"
_DOUBLE = r'"(?>(?:[^"\\\n\r\f]|\\(?:\r\n|.))*)(?:"|(?=[\n\r\f])|\\?\Z)'
_SINGLE = r"'(?>(?:[^'\\\n\r\f]|\\(?:\r\n|.))*)(?:'|(?=[\n\r\f])|\\?\Z)"
_STRING = f"{_DOUBLE}|{_SINGLE}"
_SPACE = rf"(?>(?:\s|{_COMMENT})*)"


def _name(word: str) -> str:
    """A name as CSS lets it be spelt: `url`, `URL`, `u\\72 l`."""
    letters = (
        rf"(?:{letter}|\\0{{0,4}}(?:{ord(letter):x}|{ord(letter.upper()):x})(?:\r\n|\s)?|\\{letter})"
        if letter not in "abcdef"
        else rf"(?:{letter}|\\0{{0,4}}(?:{ord(letter):x}|{ord(letter.upper()):x})(?:\r\n|\s)?)"
        for letter in word
    )
    return "".join(letters)


_BEGIN = r"(?<![\w\-\\\x80-\U0010ffff])"  # of a name
_URL = rf"{_BEGIN}(?:{_name('url')}|{_name('src')})\("
_TOKENS = re.compile(
    rf"""(?P<comment>{_COMMENT})
    |(?P<charset>@charset\s+(?:{_STRING})\s*;)
    |@namespace\b[^;{{}}]*
    |(?P<import>@{_name("import")}{_SPACE}(?:(?P<import_string>{_STRING})|{_URL}\s*(?:(?P<import_quoted>{_STRING})\s*|(?P<import_bare>(?:[^\s"'()\\]|\\.)*)\s*)\)))
    |(?P<quoted>{_URL}\s*(?P<quoted_string>{_STRING})\s*(?:\)|\Z))
    |(?P<bare>{_URL}\s*(?P<bare_text>(?:[^\s"'()\\\x00-\x08\x0b\x0e-\x1f\x7f]|\\.)*)\s*(?:\)|\Z))
    |(?P<bad>{_URL}(?:[^)\\]|\\.)*\)?)
    |(?P<set>{_BEGIN}(?:-webkit-)?{_name("image")}-{_name("set")}\()
    |(?P<string>{_STRING})
    |(?P<defined>(?<!\\):defined(?![\w-]))""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SET_TOKENS = re.compile(
    rf"""(?P<comment>{_COMMENT})
    |(?P<type>{_BEGIN}{_name("type")}\(\s*(?:{_STRING})\s*(?:\)|\Z))
    |(?P<quoted>{_URL}\s*(?P<quoted_string>{_STRING})\s*(?:\)|\Z))
    |(?P<bare>{_URL}\s*(?P<bare_text>(?:[^\s"'()\\]|\\.)*)\s*(?:\)|\Z))
    |(?P<bad>{_URL}(?:[^)\\]|\\.)*\)?)
    |(?P<string>{_STRING})
    |(?P<open>\()
    |(?P<close>\))""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(\r\n|[\n\r\f])|(.)|\Z)", re.DOTALL)
_OF_INTEREST = re.compile(r"\\|url\(|src\(|@import|@charset|image-set\(|:defined", re.IGNORECASE)


def rewrite_css(text: str, bases: Sequence[str], resolve: Resolve) -> str:
    """Put what `resolve` says in the place of every address; an address that leads nowhere asks nobody.

    The first base is the sheet's own. An address in a custom property belongs to whichever sheet uses it,
    so the other bases are tried too.
    """
    if not _OF_INTEREST.search(text):
        return text
    return _Rewriter(bases, resolve).rewrite(text)


class _Rewriter:
    def __init__(self, bases: Sequence[str], resolve: Resolve) -> None:
        self._bases = bases
        self._resolve = resolve

    def rewrite(self, text: str) -> str:
        written: list[str] = []
        position = 0
        while match := _TOKENS.search(text, position):
            written.append(text[position : match.start()])
            position = match.end()
            if match.lastgroup == "set":
                position = self._write_set(text, match, written)
            else:
                written.append(self._write(match))
        written.append(text[position:])
        return "".join(written)

    def _write(self, match: re.Match[str]) -> str:
        groups = match.groupdict()
        if groups["charset"]:
            return ""
        if groups["import"]:
            string = groups["import_string"] or groups["import_quoted"]
            address = unquote(string) if string else unescape(groups["import_bare"] or "")
            return f"@import {self._url(address)}"
        if groups["defined"]:
            return DEFINED
        return self._write_url(match)

    def _write_url(self, match: re.Match[str]) -> str:
        groups = match.groupdict()
        if groups["quoted"]:
            return self._url(unquote(groups["quoted_string"]))
        if groups["bare"]:
            return self._url(unescape(groups["bare_text"]))
        if groups["bad"]:
            return f'url("{NOTHING}")'
        return match[0]

    def _write_set(self, text: str, match: re.Match[str], written: list[str]) -> int:
        """Write an image-set(), in which plain strings are addresses too; where it ends."""
        written.append(match[0])
        position, depth = match.end(), 1
        while depth and (inner := _SET_TOKENS.search(text, position)):
            written.append(text[position : inner.start()])
            position = inner.end()
            depth += (inner.lastgroup == "open") - (inner.lastgroup == "close")
            written.append(self._url(unquote(inner[0])) if inner["string"] else self._write_url(inner))
        return position

    def _url(self, address: str) -> str:
        stripped = address.strip()
        if not stripped or stripped.startswith("#"):
            return f'url("{quote_css(stripped)}")'
        found = (self._resolve(absolute) for base in self._bases if (absolute := absolute_url(base, stripped)))
        return f'url("{quote_css(next(filter(None, found), NOTHING))}")'


def absolute_url(base: str, address: str) -> str:
    """An address as a browser resolves it; empty where it cannot be."""
    try:
        return join_url(base, address)
    except ValueError:
        return ""


def with_fragment(place: str, url: str) -> str:
    """The place where a body is kept, with the part of it that an address points at."""
    fragment = urldefrag(url).fragment
    return f"{place}#{quote(fragment, safe='%!$&*+,-./:;=?@_~()')}" if fragment else place


def unquote(string: str) -> str:
    """What a CSS string says."""
    inner = string[1:]
    return unescape(inner.removesuffix(string[0]))


def unescape(text: str) -> str:
    """CSS text without its escapes."""
    return _ESCAPE.sub(_unescape_one, text) if "\\" in text else text


def quote_css(text: str) -> str:
    """A text that stands between double quotes in CSS, and in a <style> of HTML."""
    return re.sub(r'["\\<\x00-\x1f\x7f]', lambda match: f"\\{ord(match[0]):x} ", text)


def _unescape_one(match: re.Match[str]) -> str:
    number, line_end, character = match.groups()
    if number:
        code = int(number, 16)
        is_character = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
        return chr(code) if is_character else "\ufffd"
    return "" if line_end else (character or "")
