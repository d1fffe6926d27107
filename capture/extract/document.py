"""An article as a document of its own: what it is called, whose it is, and the text, in a style of ours."""

from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit


@cache
def load_style() -> str:
    """The style that every article carries along."""
    return files("capture.extract").joinpath("article.css").read_text("utf-8")


def render_document(
    content: str, *, title: str, url: str, about: tuple[str, ...], published: str, language: str
) -> str:
    """A whole page. `content` is sanitised already; everything else is text, and gets escaped here."""
    facts = "".join(f"<span>{escape(fact)}</span>" for fact in about if fact)
    day = escape(published[:10])
    date = f'<time datetime="{escape(published)}">{day}</time>' if day else ""
    return (
        f'<!doctype html>\n<html{attribute("lang", language)}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>\n{load_style()}</style>\n</head>\n"
        f'<body>\n<article dir="auto">\n<header>\n<h1 dir="auto">{escape(title)}</h1>\n<p>{facts}{date}</p>\n'
        f"<p>{render_origin(url)}</p>\n</header>\n{content}\n</article>\n</body>\n</html>\n"
    )


def render_origin(url: str) -> str:
    """A link to where it was read."""
    if not url.startswith(("http://", "https://")):
        return ""
    shown = urlsplit(url).netloc.rpartition("@")[2] + urlsplit(url).path.rstrip("/")
    shown = shown if len(shown) <= 90 else f"{shown[:89]}…"
    return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow" dir="ltr">{escape(shown)}</a>'


def attribute(name: str, value: str) -> str:
    """An attribute, where it has a value."""
    return f' {name}="{escape(value)}"' if value else ""
