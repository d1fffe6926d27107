"""Names that nobody can guess."""

from secrets import token_urlsafe


def new_permalink() -> str:
    """A permalink id: 128 bits of randomness, URL-safe."""
    return token_urlsafe(16)
