"""Our own style sheet and pictures. Names are looked up in a table, never joined to a path."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from models.errors import NotFound

_FOLDER = Path(__file__).parent / "static"

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


def load_static_files() -> StaticFiles:
    """Read every file that we serve ourselves."""
    return StaticFiles({path.name: _load(path) for path in sorted(_FOLDER.iterdir())})


def _load(path: Path) -> StaticFile:
    content = path.read_bytes()
    return StaticFile(content, _MEDIA_TYPES[path.suffix], sha256(content).hexdigest()[:16])


async def show_static_file(request: web.Request) -> web.Response:
    """Serve one; for ever under the address that names its version."""
    return _answer(request, request.match_info["name"])


async def show_favicon(request: web.Request) -> web.Response:
    """What browsers ask for unasked."""
    return _answer(request, "favicon.svg")


def _answer(request: web.Request, name: str) -> web.Response:
    file = request.app[STATIC_FILES].get(name)
    is_pinned = request.query.get("v") == file.tag
    headers = {"ETag": f'"{file.tag}"', "Cache-Control": _A_YEAR if is_pinned else "no-cache"}
    if any(etag.value in {file.tag, "*"} for etag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    return web.Response(body=file.content, headers=headers | {"Content-Type": file.media_type})
