"""Files that were sent: their bytes in the folder, and the ids under which the bot knows them."""

import asyncio
import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.localchat.errors import bad_request
from bot.localchat.pictures import PictureSize, make_sizes
from bot.localchat.store import Record, Store
from bot.localchat.wire import Json

_KEY_BYTES = 12
_NONCE_BYTES = 24  # makes the id longer than 64 bytes, as Telegram's are, and different in each answer
_SEAL_BYTES = 16


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; `group` joins the sizes of one photo."""

    key: str
    kind: str  # Photo, Document
    size: int
    group: str
    name: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0


class FileBox:
    """Keeps files and gives out ids; an id is sealed, so that a made-up one is refused."""

    def __init__(self, folder: Path, secret: str, store: Store) -> None:
        self._folder = folder / "files"
        self._secret = secret.encode()
        self._store = store
        self._files: dict[str, StoredFile] = {}
        self._groups: defaultdict[str, list[StoredFile]] = defaultdict(list)

    async def load(self) -> None:
        """Read what an earlier run kept."""
        await asyncio.to_thread(self._folder.mkdir, exist_ok=True)
        for key, body in await self._store.list_all("file"):
            self._know(StoredFile(**{**body, "key": key}))

    async def add_photo(self, content: bytes) -> tuple[StoredFile, ...]:
        """Keep a photo in its sizes, the largest last."""
        sizes = await asyncio.to_thread(make_sizes, content)
        group = secrets.token_hex(_KEY_BYTES)
        photos = [self._describe_size(size, group) for size in sizes]
        for photo, size in zip(photos, sizes, strict=True):
            await self._keep(photo, size.content)
        return tuple(photos)

    async def add_document(self, content: bytes, name: str, media_type: str) -> StoredFile:
        """Keep a file as it is."""
        if not content:
            raise bad_request("file must be non-empty")
        key = secrets.token_hex(_KEY_BYTES)
        document = StoredFile(key, "Document", len(content), key, name, media_type)
        await self._keep(document, content)
        return document

    def list_group(self, group: str) -> tuple[StoredFile, ...]:
        """The sizes of one photo, the largest last."""
        return tuple(sorted(self._groups.get(group, ()), key=lambda file: file.width * file.height))

    def find(self, key: str) -> StoredFile | None:
        """The file with this key."""
        return self._files.get(key)

    def path(self, file: StoredFile) -> Path:
        """Where its bytes are."""
        return self._folder / file.key

    def new_id(self, file: StoredFile) -> str:
        """A file_id, another one each time."""
        plain = secrets.token_bytes(_NONCE_BYTES) + bytes.fromhex(file.key)
        return urlsafe_b64encode(plain + self._seal(plain)).decode()

    def resolve(self, file_id: str) -> StoredFile | None:
        """The file that this file_id stands for."""
        try:
            raw = urlsafe_b64decode(file_id.encode("ascii"))
        except ValueError:
            return None
        plain, seal = raw[:-_SEAL_BYTES], raw[-_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(plain)):
            return None
        return self._files.get(plain[_NONCE_BYTES:].hex())

    def describe(self, file: StoredFile) -> Json:
        """PhotoSize or Document, as the Bot API writes it."""
        described: Json = {
            "file_id": self.new_id(file),
            "file_unique_id": urlsafe_b64encode(bytes.fromhex(file.key)[:11]).decode().rstrip("="),
            "file_size": file.size,
        }
        if file.kind == "Photo":
            return {**described, "width": file.width, "height": file.height}
        return {**described, "file_name": file.name or "file", "mime_type": file.media_type}

    def _describe_size(self, size: PictureSize, group: str) -> StoredFile:
        return StoredFile(
            key=secrets.token_hex(_KEY_BYTES),
            kind="Photo",
            size=len(size.content),
            group=group,
            media_type="image/jpeg",
            width=size.width,
            height=size.height,
        )

    async def _keep(self, file: StoredFile, content: bytes) -> None:
        await asyncio.to_thread(self.path(file).write_bytes, content)
        self._know(file)
        await self._store.write(Record("file", file.key, asdict(file)))

    def _know(self, file: StoredFile) -> None:
        self._files[file.key] = file
        self._groups[file.group].append(file)

    def _seal(self, plain: bytes) -> bytes:
        return hmac.digest(self._secret, plain, hashlib.sha256)[:_SEAL_BYTES]
