"""Forms: read only where they come from one of our own pages, and hold what forms of ours can hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hmac import compare_digest
from urllib.parse import urlsplit

from aiohttp import web

from bot.services.visiting import Visitor
from bot.web.visitors import get_visitor

TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_PERMALINK = re.compile(r"[A-Za-z0-9_-]{16,64}")
_FROM_ELSEWHERE = frozenset({"cross-site", "same-site"})


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in, by whom."""

    visitor: Visitor
    fields: Mapping[str, str]  # the first of each name
    pairs: tuple[tuple[str, str], ...]  # all of them

    def text(self, name: str) -> str:
        """One field; empty where it was left out."""
        return self.fields.get(name, "")

    def permalink_id(self) -> str:
        """The permalink in the form; anything else is a bad request."""
        text = self.text("permalink")
        if not _PERMALINK.fullmatch(text):
            raise web.HTTPBadRequest
        return text

    def numbers(self, name: str) -> Sequence[int]:
        """The numbers in fields of that name; anything else is a bad request."""
        return parse_numbers([value for one, value in self.pairs if one == name])


def parse_numbers(values: Sequence[str]) -> Sequence[int]:
    """Different numbers, as they stand in an address or a form; anything else is a bad request."""
    if not all(value.isascii() and value.isdecimal() and len(value) < 10 for value in values):
        raise web.HTTPBadRequest
    return tuple(dict.fromkeys(int(value) for value in values))


async def read_form(request: web.Request) -> Form:
    """The form of somebody who is signed in; raise where it was not sent by a page of ours."""
    visitor = await get_visitor(request)
    if request.content_type not in _FORM_TYPES:
        raise web.HTTPUnsupportedMediaType
    if is_from_elsewhere(request):
        raise web.HTTPForbidden
    posted = await request.post()
    pairs = tuple((name, value) for name, value in posted.items() if isinstance(value, str))
    fields = dict(reversed(pairs))
    if not compare_digest(fields.get(TOKEN_FIELD, "").encode("utf-8", "replace"), visitor.form_token.encode()):
        raise web.HTTPForbidden
    return Form(visitor, fields, pairs)


def is_from_elsewhere(request: web.Request) -> bool:
    """Whether a browser says that another site sent this."""
    return request.headers.get("Sec-Fetch-Site", "") in _FROM_ELSEWHERE or not _is_origin_ours(request)


def _is_origin_ours(request: web.Request) -> bool:
    """Browsers say from where a form comes; "null" where our own pages ask them not to say it.

    Behind a proxy the scheme may differ, the host does not.
    """
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.host
