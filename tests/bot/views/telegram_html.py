"""Reads Telegram's HTML as strictly as this house writes it, and returns what is seen."""

import html
import re

TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>[a-z]+)(?P<flag> expandable)?>|&(?:lt|gt|amp);|[^<>&]")
TAGS = {"b", "code", "blockquote"}
FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible_text(markup: str) -> str:
    """Return the text without its tags; raise ValueError for what Telegram might not take."""
    seen: list[str] = []
    tags: list[str] = []
    at = 0
    while at < len(markup):
        token = TOKEN.match(markup, at)
        if token is None:
            raise ValueError(f"not Telegram's HTML: {markup[at : at + 20]!r}")
        at = token.end()
        if token["tag"] is None:
            seen.append(html.unescape(token.group()))
        else:
            _follow(token, tags)
    if tags:
        raise ValueError(f"not closed: {tags}")
    text = "".join(seen)
    if found := FORBIDDEN.search(text):
        raise ValueError(f"a character that does not belong in a chat: {found.group()!r}")
    return text


def _follow(token: re.Match[str], tags: list[str]) -> None:
    name = token["tag"]
    if name not in TAGS or (token["flag"] and (token["close"] or name != "blockquote")):
        raise ValueError(f"no such tag: {token.group()}")
    if not token["close"]:
        tags.append(name)
    elif not tags or tags.pop() != name:
        raise ValueError(f"closed without being open: {name}")


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
