"""Everything that can go wrong while keeping things.

ModelError
├── NotFound         no such row, or not this chat's
├── BlobMissing      a row names a blob that the store does not have
├── StoreFull        no room for another blob or row
├── StoreUnreachable the bucket does not answer, or not as it should
├── DatabaseBusy     another process holds the database
│   └── DatabaseLost the connection to it broke, or none can be had
├── PlaceTaken       something else stands where a library is to be moved
├── DatabaseUnusable the database cannot be opened
│   └── SchemaTooNew the database was written by a newer Snapkeep
└── BlobsUnusable    the place for blobs cannot be opened
"""

from typing import ClassVar


class ModelError(Exception):
    """Base of what `models` raises."""

    code: ClassVar[str] = "storage_failed"


class NotFound(ModelError):
    """No such row, or it belongs to somebody else: the two look the same."""

    code = "not_found"


class BlobMissing(ModelError):
    """A row names a blob that the store does not have."""

    code = "blob_missing"


class StoreFull(ModelError):
    """The disk or the quota is full."""

    code = "disk_full"


class StoreUnreachable(ModelError):
    """The store for blobs does not answer, or not as it should; its text is a line that the owner can act on."""

    code = "store_unreachable"


class DatabaseBusy(ModelError):
    """Another process holds the database for too long."""

    code = "database_busy"


class DatabaseLost(DatabaseBusy):
    """The connection to the database broke, or none can be had; the same can be tried again."""


class PlaceTaken(ModelError):
    """Something else stands where a library is to be moved; its text says what."""

    code = "place_taken"


class DatabaseUnusable(ModelError):
    """The database cannot be opened; its text is a line that the owner can act on."""

    code = "database_unusable"


class SchemaTooNew(DatabaseUnusable):
    """A newer Snapkeep wrote this database."""

    code = "schema_too_new"


class BlobsUnusable(ModelError):
    """The place for blobs cannot be opened; its text is a line that the owner can act on."""

    code = "blobs_unusable"
