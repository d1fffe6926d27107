"""Bodies of requests as queries: how replays find the answer to a POST.

As https://specs.webrecorder.net/request-body-canonicalization/latest/ has it, bodies of several parts left out:
their boundaries are made up anew each time, so that no replay would find them.
"""

import base64
import json
from collections.abc import Iterator
from urllib.parse import urlencode

MAX_QUERY = 4096  # characters; replays cut there too
MAX_VALUES = 500


def query_of(media_type: str, body: bytes) -> str:
    """The body of a request as a query."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        query = body.decode("utf-8", "replace")
    elif kind in {"application/json", "text/plain"}:
        query = _query_of_json(body, is_said=kind == "application/json")
    else:
        query = _query_of_bytes(body)
    return query[:MAX_QUERY]


def _query_of_bytes(body: bytes) -> str:
    return f"__wb_post_data={base64.b64encode(body[:MAX_QUERY]).decode('ascii')}"


def _query_of_json(body: bytes, *, is_said: bool) -> str:
    try:
        document: object = json.loads(body)
    except (ValueError, RecursionError):
        return "" if is_said else _query_of_bytes(body)
    values: dict[str, str] = {}
    repeats: dict[str, int] = {}
    for name, value in _walk(document):
        key = name
        if name in values:
            repeats[name] = repeats.get(name, 1) + 1
            key = f"{name}.{repeats[name]}_"
        values[key] = value
        if len(values) == MAX_VALUES:
            break
    return urlencode(values)


def _walk(document: object, name: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every value with the name of the nearest object's key; those in a list share one."""
    if isinstance(document, dict):
        children = [(str(key), value) for key, value in document.items()]
    elif isinstance(document, list):
        children = [(name, value) for value in document]
    else:
        text = json.dumps(document) if isinstance(document, bool | float) else str(document)
        if document is not None and text:
            yield name, text
        return
    if depth < 50:
        for key, value in children:
            yield from _walk(value, key, depth + 1)
