"""A store on a full disk, until somebody makes room."""

from pathlib import Path

from models.blobs.file import FileBlobStore
from models.errors import StoreFull


class FullStore(FileBlobStore):
    """Takes nothing while it is full."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.is_full = True

    async def put(self, content: bytes) -> str:
        """Refuse while there is no room."""
        await self.check()
        return await super().put(content)

    async def has_room(self) -> bool:
        """Not while it is full."""
        return not self.is_full

    async def check(self) -> None:
        """Say so."""
        if self.is_full:
            raise StoreFull("no room")
