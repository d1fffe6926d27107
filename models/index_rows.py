"""A row of the text index, and what every index of texts can do; which one it is depends on the database."""

import json
import zlib
from dataclasses import astuple, dataclass
from typing import Protocol

from tortoise.backends.base.client import BaseDBAsyncClient

from models.matching import Condition, Match


@dataclass(frozen=True, slots=True)
class Row:
    """What is indexed of a link: tokens, with spaces between them."""

    body: str = ""
    title: str = ""
    note: str = ""
    origin: str = ""
    labels: str = ""
    scope: str = ""

    @property
    def columns(self) -> list[str]:
        """The values in the order of the columns."""
        return list(astuple(self))

    def pack(self) -> bytes:
        """All of it in as little room as can be had quickly."""
        return zlib.compress(json.dumps(self.columns, ensure_ascii=False).encode())

    @classmethod
    def unpack(cls, packed: bytes) -> "Row":
        """What was packed."""
        return cls(*json.loads(zlib.decompress(packed)))


class TextIndex(Protocol):
    """The table `search_index`, one row for each link outside the bin, and how it is asked."""

    id: str  # the column with the link's number

    async def put(self, db: BaseDBAsyncClient, link_id: int, row: Row) -> None:
        """Add a link's row, which is not there."""
        ...

    async def take(self, db: BaseDBAsyncClient, link_id: int) -> Row | None:
        """Remove a link's row and return it; None where there is none."""
        ...

    def where(self, match: Match) -> Condition:
        """The rows that fit, as a condition on `search_index`."""
        ...

    def score(self, match: Match) -> Condition:
        """How well a row fits, as an expression beside that condition: the less, the better."""
        ...
