"""Golden files: everything that a view says, in one file a language. UPDATE_GOLDEN=1 writes them anew."""

import os
from collections.abc import Mapping
from pathlib import Path

from bot.replies import Button, Reply

FOLDER = Path(__file__).parents[2] / "golden" / "views"


def check_golden(name: str, locale: str, replies: Mapping[str, Reply]) -> None:
    """Compare replies with what a person has read and found good."""
    path = FOLDER / f"{name}.{locale}.txt"
    document = "\n".join(f"===== {title} =====\n{_show(reply)}\n" for title, reply in replies.items())
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(document, "utf-8")
    assert document == path.read_text("utf-8")


def _show(reply: Reply) -> str:
    rows = [" ".join(map(_show_button, row)) for row in reply.keyboard]
    return "\n".join([reply.html, *rows])


def _show_button(button: Button) -> str:
    inline = "" if button.inline_query is None else f"@bot {button.inline_query}"
    return f"[{button.text} → {button.url or button.callback or button.copy_text or inline}]"
