"""What a backup is: a tar of the database's copy, the blobs that its rows name, and what else the data folder holds.

The manifest comes last: a backup without it has been cut off. A blob's name is its hash; the manifest has the others'.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from models.blobs import BlobStore

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "snapkeep.db"
BLOBS = "blobs/"
FILES = "files/"
HIDDEN = ".snapkeep-"  # how folders begin that hold something half-finished
GZIPPED = (".gz", ".tgz")


@dataclass(frozen=True, slots=True)
class Library:
    """Where everything is."""

    database: Path
    blobs: BlobStore
    folder: Path  # of the data: what else lies there are secrets, and the local chat
    blob_folder: Path | None = None  # where the blobs are files


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    snapkeep: str  # the version that wrote it
    made_at: str
    links: int
    blobs: int
    blob_bytes: int
    sha256: dict[str, str]  # of the database and the files, by member

    def encode(self) -> bytes:
        """The form in which it is kept."""
        return json.dumps(asdict(self), indent=2).encode()


def read_manifest(content: bytes) -> Manifest | None:
    """Read a manifest of this format; None for anything else."""
    try:
        fields = json.loads(content)
        manifest = Manifest(**fields)
    except (ValueError, TypeError):
        return None
    return manifest if manifest.format == FORMAT else None
