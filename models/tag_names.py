"""Names of tags: when two spellings are one tag, and the tags that stand above one in `#a/b/c`."""

from unicodedata import normalize

MAX_NAME = 128
SEPARATOR = "/"


def tag_key(name: str) -> str:
    """What makes two spellings one tag."""
    return normalize("NFKC", normalize("NFKC", name).casefold())[:MAX_NAME]


def lineage(name: str) -> tuple[str, ...]:
    """A tag and those above it, the nearest first: `a/b/c`, `a/b`, `a`. Works on keys and on names."""
    parts = name.split(SEPARATOR)
    heads = (SEPARATOR.join(parts[:count]) for count in range(len(parts), 0, -1))
    return tuple(head for head in heads if head)
