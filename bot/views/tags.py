"""Tags as hashtags, which Telegram makes tappable."""

from collections.abc import Sequence

from bot.views.html import clean, utf16_length


def hashtag(name: str) -> str:
    """Return a tag's name as a hashtag; "" where nothing is left of it."""
    body = "_".join(clean(name).lstrip("#＃").split())
    return f"#{body}" if body else ""


def hashtags(names: Sequence[str], units: int) -> str:
    """Return hashtags in one line; those for which there is no room are counted, not cut."""
    tags = [tag for tag in map(hashtag, names) if tag]
    line = " ".join(tags)
    hidden = 0
    while utf16_length(line) > units and tags:
        tags.pop()
        hidden += 1
        line = " ".join([*tags, f"+{hidden}"])
    return line if utf16_length(line) <= units else ""
