"""Telegram's HTML: text made harmless, escaped, and cut where people would cut it."""

import html

import regex

from bot.i18n import Translator

MAX_CAPTION = 1024  # Bot API; counted in UTF-16 units, the stricter reading
MAX_TEXT = 4096
SHORTEST = 8  # a text cut to less than this says nothing

# Control characters, halves of surrogate pairs, bidi controls, and characters that nobody can see.
_UNWANTED = regex.compile(r"[\p{Cc}\p{Cs}\p{Bidi_Control}\u200B\u2060-\u2064\uFEFF\uFFF9-\uFFFB]")
_SPACE = regex.compile(r"[\s\x1C-\x1F]+")
_GRAPHEME = regex.compile(r"\X")


def clean(text: str) -> str:
    """Return a text as one line without control and bidi characters."""
    return " ".join(clean_part(text).split())


def clean_part(text: str) -> str:
    """Return a piece of a text likewise, with the spaces around it."""
    return _UNWANTED.sub("", _SPACE.sub(" ", text))


def clean_lines(text: str) -> str:
    """Return a text of several lines likewise, with its lines."""
    return "\n".join(clean(line) for line in text.splitlines())


def escape(text: str) -> str:
    """Return a text as Telegram's HTML shows it."""
    return html.escape(text, quote=False)


def bold(text: str) -> str:
    """Return a text in bold type; nothing for nothing."""
    return f"<b>{escape(text)}</b>" if text else ""


def quotation(text: str) -> str:
    """Return a text as a quotation that opens when it is tapped; nothing for nothing."""
    return f"<blockquote expandable>{escape(text)}</blockquote>" if text else ""


def join_lines(*lines: str) -> str:
    """Join lines, leaving out the empty ones."""
    return "\n".join(line for line in lines if line)


def say(tr: Translator, key: str, **values: str | int) -> str:
    """Return a sentence as HTML; only a key that ends in `_html` may hold tags, a value never does."""
    harmless = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    if not key.endswith("_html"):
        return escape(tr.text(key, **harmless))
    escaped = {name: escape(value) if isinstance(value, str) else value for name, value in harmless.items()}
    return tr.text(key, **escaped)


def utf16_length(text: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, units: int, graphemes: int | None = None) -> str:
    """Return a text of at most so many UTF-16 units and graphemes; "…" stands for what was cut off."""
    most = units if graphemes is None else graphemes
    if utf16_length(text) <= units and (len(text) <= most or len(_GRAPHEME.findall(text)) <= most):
        return text
    kept: list[str] = []
    left = units - 1
    for cluster in _GRAPHEME.findall(text[:units])[: most - 1]:
        left -= utf16_length(cluster)
        if left < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + "…" if units > 0 else ""


class Room:
    """What is left of a message's length while its lines are chosen, the important ones first."""

    def __init__(self, units: int) -> None:
        self.left = units

    def keep(self, line: str) -> str:
        """Take a line as it is, whatever is left."""
        self.left -= utf16_length(line) + 1
        return line

    def take(self, text: str, units: int, graphemes: int | None = None) -> str:
        """Take a line, cut to what is left; nothing where that would say nothing."""
        allowed = min(units, self.left - 1)
        if not text or allowed < min(SHORTEST, utf16_length(text)):
            return ""
        return self.keep(cut(text, allowed, graphemes))
