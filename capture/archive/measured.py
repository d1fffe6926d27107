"""A file of an archive while it is written: its length and its hash."""

from hashlib import sha256
from typing import IO


class Measured:
    """Counts and hashes what passes through."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self._hash = sha256()
        self.bytes = 0

    def write(self, content: bytes) -> int:
        """Pass some bytes on."""
        self._hash.update(content)
        self.bytes += len(content)
        return self._part.write(content)

    def flush(self) -> None:
        """Nothing is held back here."""

    @property
    def digest(self) -> str:
        """The hash of what was written so far."""
        return f"sha256:{self._hash.hexdigest()}"
