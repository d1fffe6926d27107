"""Permalinks as people give them on the command line: whole addresses, or the id alone."""

from urllib.parse import urlsplit


def read_permalink(text: str) -> str:
    """Return the id in a permalink."""
    path = urlsplit(text).path if "://" in text else text
    return path.rstrip("/").rpartition("/")[2].removesuffix(".json")
