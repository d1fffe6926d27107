"""The kinds of blob stores, by the scheme of their URL."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import S3Store

from models.blobs import BlobStore
from models.blobs.bucket import BucketBlobStore
from models.blobs.file import FileBlobStore
from models.blobs.presigned import Signer
from models.errors import BlobsUnusable

ANY_REGION = "us-east-1"  # what stores that know no regions answer to
BUCKET_URL = "s3://KEY:SECRET@host/bucket, or s3+http:// where the store speaks no TLS"


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


def open_bucket(url: str) -> BlobStore:
    """Open `s3://KEY:SECRET@host[:port]/bucket[/folder][?region=…&public=…]`; nothing is asked of it yet.

    Key and secret are percent-encoded; without them S3's own variables count (`AWS_ACCESS_KEY_ID`…), as everywhere.
    `public` is the bucket's root as visitors reach it, where they are to download large files from it.
    """
    try:
        parts = urlsplit(url)
        return BucketBlobStore(_open_s3(parts), _find_signer(parts))
    except (ValueError, BaseError) as error:
        raise BlobsUnusable(f"expected {BUCKET_URL}") from error


def _open_s3(parts: SplitResult) -> S3Store:
    bucket, _, folder = unquote(parts.path).strip("/").partition("/")
    if not parts.hostname or not bucket:
        raise ValueError("host or bucket is missing")
    is_plain = parts.scheme == "s3+http"
    open_store = partial(
        S3Store,
        bucket,
        prefix=folder or None,
        endpoint=_endpoint(parts, is_plain=is_plain),
        region=_option(parts, "region") or ANY_REGION,
        virtual_hosted_style_request=False,
        client_options={"allow_http": is_plain, "connect_timeout": "5s", "timeout": "60s"},
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=10)},
    )
    if not parts.username:
        return open_store()
    return open_store(access_key_id=unquote(parts.username), secret_access_key=unquote(parts.password or ""))


def _find_signer(parts: SplitResult) -> Signer | None:
    public = _option(parts, "public").rstrip("/")
    if not public or not parts.username:
        return None
    if urlsplit(public).scheme not in {"http", "https"}:
        raise ValueError("a public root begins with https://")
    path = f"{unquote(parts.path).rstrip('/')}/"
    region = _option(parts, "region") or ANY_REGION
    return Signer(public, path, region, unquote(parts.username), unquote(parts.password or ""))


def _option(parts: SplitResult, name: str) -> str:
    return parse_qs(parts.query).get(name, [""])[0]


def _endpoint(parts: SplitResult, *, is_plain: bool) -> str:
    """The root of the server; `ValueError` for a port that is none."""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return f"{'http' if is_plain else 'https'}://{host}{port}"


BACKENDS: dict[str, Callable[[str], BlobStore]] = {"file": open_folder, "s3": open_bucket, "s3+http": open_bucket}


def open_blobs(url: str) -> BlobStore:
    """Open the store that an URL names; raise `BlobsUnusable` with a line for the owner."""
    scheme, separator, place = url.partition("://")
    if scheme not in BACKENDS or not separator or not place:
        raise BlobsUnusable(f"expected file://folder, or {BUCKET_URL}")
    return BACKENDS[scheme](url)
