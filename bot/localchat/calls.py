"""One Bot API call: its parameters, however they were sent, and the record of it that tests read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from aiohttp import BodyPartReader, web

from bot.localchat.errors import ApiError, bad_request
from bot.localchat.limits import MAX_UPLOAD_BYTES
from bot.localchat.wire import JsonValue


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """The parameters of a call, read as leniently as Telegram reads them."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as it is; empty where it is absent."""
        return self.fields.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as a number; what is none counts as zero."""
        if name not in self.fields:
            return default
        try:
            return int(float(self.fields[name]))
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """Whether it says yes."""
        return self.fields.get(name, "").lower() in ("true", "yes", "1")

    def json(self, name: str) -> JsonValue:
        """The parameter's JSON; None where it is absent."""
        source = self.fields.get(name, "")
        if not source:
            return None
        try:
            return json.loads(source)
        except ValueError as error:
            raise bad_request(f"can't parse {name} JSON object") from error


@dataclass(slots=True)
class RecordedCall:
    """What a bot asked for, and what it was answered."""

    method: str
    params: dict[str, str]
    files: dict[str, int]  # name → bytes
    status: int = 0  # of the answer; 0: none was given
    description: str = ""
    at: float = field(default_factory=monotonic)  # when it came


async def read_params(request: web.Request) -> Params:
    """Parameters from the address and the body: JSON, form or multipart."""
    fields = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_length is not None and request.content_length > MAX_UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if request.content_type == "application/json":
        fields |= await _read_json(request)
    elif request.content_type == "multipart/form-data":
        await _read_parts(request, fields, files)
    elif request.can_read_body:
        fields |= {name: str(value) for name, value in (await request.post()).items()}
    return Params(fields, files)


async def _read_json(request: web.Request) -> dict[str, str]:
    try:
        body = json.loads(await request.read())
    except ValueError as error:
        raise bad_request("can't parse request JSON object") from error
    if not isinstance(body, dict):
        raise bad_request("can't parse request JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in body.items()
        if value is not None
    }


async def _read_parts(request: web.Request, fields: dict[str, str], files: dict[str, Upload]) -> None:
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = await part.read(decode=True)
        total += len(content)
        if total > MAX_UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        if part.filename is None:
            fields[part.name] = content.decode("utf-8", "replace")
        else:
            media_type = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, media_type, bytes(content))
