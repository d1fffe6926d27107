"""Texts of strangers made fit to be shown: no control or bidi characters, one kind of space, a limit."""

import re
import unicodedata

# Bidi marks, embeddings and isolates reorder what stands around them; zero-width ones hide things.
# The zero-width joiner and non-joiner stay: emoji and several scripts need them.
_HIDDEN = re.compile(r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[^\S\n]+")


def clean_line(text: str, limit: int) -> str:
    """One line, at most `limit` characters long, cut at a word where one ends near the limit."""
    line = " ".join(strip_hidden(text).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_word = cut.rfind(" ", limit * 4 // 5)
    return (cut[:at_word] if at_word > 0 else cut).rstrip() + "…"


def clean_text(text: str, limit: int) -> str:
    """Text of several lines, at most `limit` characters long."""
    lines = (_SPACES.sub(" ", line).strip() for line in strip_hidden(text[: limit * 2]).splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()[:limit]


def strip_hidden(text: str) -> str:
    """Without control, surrogate and reordering characters; line breaks and tabs stay."""
    return "".join(
        character
        for character in _HIDDEN.sub("", text)
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs", "Co", "Cn"}
    )
