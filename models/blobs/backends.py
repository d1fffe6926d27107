"""The kinds of blob stores, by the scheme of their URL."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

from models.blobs import BlobStore
from models.blobs.file import FileBlobStore
from models.errors import BlobsUnusable


def open_folder(url: str) -> BlobStore:
    """Open `file://folder`, made where it is missing."""
    root = Path(url.removeprefix("file://"))
    try:
        root.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=root):
            pass
    except OSError as error:
        raise BlobsUnusable(f"cannot keep blobs in {root}: {error.strerror}") from error
    return FileBlobStore(root)


BACKENDS: dict[str, Callable[[str], BlobStore]] = {"file": open_folder}


def open_blobs(url: str) -> BlobStore:
    """Open the store that an URL names; raise `BlobsUnusable` with a line for the owner."""
    scheme, separator, place = url.partition("://")
    if scheme not in BACKENDS or not separator or not place:
        raise BlobsUnusable(f"a blobs URL begins with {' or '.join(f'{name}://' for name in BACKENDS)} and a place")
    return BACKENDS[scheme](url)
