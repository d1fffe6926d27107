"""Style sheets, scripts and pictures, our own and npm's. Names are looked up in a table, never joined to a path."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from models.errors import NotFound

_FOLDER = Path(__file__).parent / "static"
_FROM_NPM = Path(__file__).parents[2] / "node_modules"

# What the set-up installs, by the name under which we serve it. Without it every page still works, only plainer.
NPM_FILES = {
    "pico.css": "@picocss/pico/css/pico.classless.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
}

_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}

_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file, read once when the server is built."""

    content: bytes
    media_type: str
    tag: str
    packed: bytes = b""  # by gzip, where that makes it smaller


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All of them, by name."""

    by_name: Mapping[str, StaticFile]

    def get(self, name: str) -> StaticFile:
        """Return one; raise `NotFound`."""
        if name not in self.by_name:
            raise NotFound(name)
        return self.by_name[name]


STATIC_FILES = web.AppKey("static_files", StaticFiles)


def load_static_files(from_npm: Path = _FROM_NPM) -> StaticFiles:
    """Read every file that we serve ourselves, and those of npm's that are installed."""
    own = {path.name: _load(path.name, path.read_bytes()) for path in sorted(_FOLDER.iterdir())}
    others = {name: from_npm / place for name, place in NPM_FILES.items()}
    installed = {name: _load(name, _layered(path)) for name, path in others.items() if path.is_file()}
    return StaticFiles(own | installed)


def _layered(path: Path) -> bytes:
    """Whatever a framework's sheet says, ours says it louder: rules in a layer give way to those in none."""
    content = path.read_bytes()
    return (
        b"@layer framework{" + content.replace(b'@charset "UTF-8";', b"") + b"}" if path.suffix == ".css" else content
    )


def _load(name: str, content: bytes) -> StaticFile:
    packed = gzip.compress(content, mtime=0)
    is_smaller = len(packed) < len(content)
    return StaticFile(
        content, _MEDIA_TYPES[Path(name).suffix], sha256(content).hexdigest()[:16], packed if is_smaller else b""
    )


async def show_static_file(request: web.Request) -> web.Response:
    """Serve one; for ever under the address that names its version."""
    return _answer(request, request.match_info["name"])


async def show_favicon(request: web.Request) -> web.Response:
    """What browsers ask for unasked."""
    return _answer(request, "favicon.svg")


def _answer(request: web.Request, name: str) -> web.Response:
    file = request.app[STATIC_FILES].get(name)
    is_pinned = request.query.get("v") == file.tag
    headers = {
        "ETag": f'"{file.tag}"',
        "Cache-Control": _A_YEAR if is_pinned else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if any(etag.value in {file.tag, "*"} for etag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    headers["Content-Type"] = file.media_type
    if file.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
        return web.Response(body=file.packed, headers=headers | {"Content-Encoding": "gzip"})
    return web.Response(body=file.content, headers=headers)
