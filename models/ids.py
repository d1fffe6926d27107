"""Names that nobody can guess, and how those that open a door are kept: as hashes; and how far rows are numbered."""

from hashlib import sha256
from secrets import token_urlsafe

LAST_ID = 2**31 - 1  # of a row: PostgreSQL takes no larger number where one is compared with an id


def new_permalink() -> str:
    """A permalink id: 128 bits of randomness, URL-safe."""
    return token_urlsafe(16)


def new_secret() -> str:
    """What somebody proves with who they are: 192 bits of randomness, URL-safe."""
    return token_urlsafe(24)


def hash_secret(secret: str) -> str:
    """What is kept of a secret. It is random already, so that a plain hash is as good as a slow one."""
    return sha256(secret.encode()).hexdigest()
