"""The table of the API's routes."""

from aiohttp.typedefs import Handler

from bot.web.api.callers import OPEN_PATH
from bot.web.api.links import change_link, delete_link, keep_link, list_links, show_libraries, show_link
from bot.web.api.openapi import show_openapi

_LINK = "/api/links/{id:[0-9]{1,9}}"

API_ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/api/links", keep_link),
    ("GET", "/api/links", list_links),
    ("GET", _LINK, show_link),
    ("PATCH", _LINK, change_link),
    ("DELETE", _LINK, delete_link),
    ("GET", "/api/libraries", show_libraries),
    ("GET", OPEN_PATH, show_openapi),
)
