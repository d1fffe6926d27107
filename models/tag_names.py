"""Names of tags: when two spellings are one tag, and the tags that stand above one in `#a/b/c`."""

from unicodedata import normalize

from models.hanzi import simplify

MAX_NAME = 128
SEPARATOR = "/"


def tag_key(name: str) -> str:
    """What makes two spellings one tag."""
    return normalize("NFKC", normalize("NFKC", name).casefold())[:MAX_NAME]


def found_by(key: str) -> str:
    """What a tag is looked for by: Simplified and Traditional find each other, and stay two tags."""
    return simplify(key)


def storable(key: str) -> str:
    """Half a surrogate pair is in no key of ours, and the database takes none, not even to compare with."""
    return key.encode("utf-8", "replace").decode()


def lineage(name: str) -> tuple[str, ...]:
    """A tag and those above it, the nearest first: `a/b/c`, `a/b`, `a`. Works on keys and on names."""
    parts = name.split(SEPARATOR)
    heads = (SEPARATOR.join(parts[:count]) for count in range(len(parts), 0, -1))
    return tuple(head for head in heads if head)
