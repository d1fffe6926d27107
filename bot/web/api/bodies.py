"""Bodies of requests: JSON, a form, or just an address as text, for scripts that can make nothing else."""

from typing import TypeVar

import regex
from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.web.api.failures import ApiFailure

Shape = TypeVar("Shape", bound=BaseModel)

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_ADDRESS = regex.compile(r"https?://\S+", regex.IGNORECASE)
_MOST_WORDS = 3  # of complaints


async def read_body(request: web.Request, shape: type[Shape]) -> Shape:
    """The body as a model; raises what the caller is told."""
    try:
        return await _read(request, shape)
    except ValidationError as error:
        raise ApiFailure(400 if _is_no_json(error) else 422, _complaints(error)) from error
    except (ValueError, LookupError) as error:  # bytes that are no text, a character set that nobody knows
        raise ApiFailure(400) from error


async def _read(request: web.Request, shape: type[Shape]) -> Shape:
    if request.content_type in _FORMS:
        posted = await request.post()
        fields = {name: value.replace("\0", "") for name, value in posted.items() if isinstance(value, str)}
        return shape.model_validate(fields)
    if request.content_type == "text/plain":
        text = (await request.text()).strip()
        address = _ADDRESS.search(text)
        return shape.model_validate({"url": address[0] if address else text})
    if request.content_type in {"application/json", "application/octet-stream"} or not request.can_read_body:
        return shape.model_validate_json(await request.read())
    raise ApiFailure(415)


def _is_no_json(error: ValidationError) -> bool:
    return any(one["type"] == "json_invalid" for one in error.errors())


def _complaints(error: ValidationError) -> str:
    lines = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}".removeprefix(": ") for one in error.errors()]
    return "; ".join(lines[:_MOST_WORDS])
