"""A text as a page of ours, so that there is something to see of it."""

from html import escape

MOST_SHOWN = 40_000  # characters: more than the tallest picture holds

STYLE = """
:root { color-scheme: light dark } body { margin: 0 auto; padding: 2rem; max-width: 72rem }
body { font: 16px/1.6 "Noto Sans", "Noto Sans CJK SC", sans-serif } h1 { font-size: 1.4rem; overflow-wrap: anywhere }
pre { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4 }
.code { font: 14px/1.5 "Noto Sans Mono", "Noto Sans Mono CJK SC", monospace } .prose { font: inherit }
"""


def render_view(title: str, text: str, *, is_prose: bool) -> str:
    """Title and text; nothing in it is markup."""
    kind = "prose" if is_prose else "code"
    return (
        '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>"
        f'<h1 dir="auto">{escape(title)}</h1><pre class="{kind}" dir="auto">{escape(text[:MOST_SHOWN])}</pre>'
    )
