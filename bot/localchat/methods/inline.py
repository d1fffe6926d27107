"""answerCallbackQuery and answerInlineQuery."""

from urllib.parse import urlsplit

from bot.localchat.calls import Params
from bot.localchat.entities import Entity
from bot.localchat.errors import ApiError, bad_request
from bot.localchat.formatting import entities_from_json
from bot.localchat.keyboards import check_inline_keyboard
from bot.localchat.limits import (
    INLINE_CACHE_SECONDS,
    MAX_CALLBACK_ANSWER,
    MAX_INLINE_RESULTS,
    MAX_NEXT_OFFSET_BYTES,
    MAX_RESULT_ID_BYTES,
)
from bot.localchat.methods.contents import caption_fields, read_text
from bot.localchat.queries import CallbackAnswer, InlineAnswer, InlineResult
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json, JsonValue


async def answer_callback_query(board: Switchboard, params: Params) -> bool:
    """The little answer to a pressed button."""
    text = params.text("text")
    if len(text) > MAX_CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(text, params.flag("show_alert"), params.text("url"))
    board.queries.answer_callback(params.text("callback_query_id"), answer)
    return True


async def answer_inline_query(board: Switchboard, params: Params) -> bool:
    """What is found for an inline query."""
    items = params.json("results")
    if not isinstance(items, list):
        raise bad_request("expected an Array of inline query results")
    if len(items) > MAX_INLINE_RESULTS:
        raise bad_request("too many inline query results specified")
    results = tuple(_read_result(board, item) for item in items)
    ids = [result.id for result in results]
    if any(not 1 <= len(result_id.encode()) <= MAX_RESULT_ID_BYTES for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode()) > MAX_NEXT_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = InlineAnswer(
        results=results,
        next_offset=params.text("next_offset"),
        button=params.json("button"),
        cache_time=params.integer("cache_time", INLINE_CACHE_SECONDS),
        is_personal=params.flag("is_personal"),
    )
    board.queries.answer_inline(params.text("inline_query_id"), answer)
    return True


def _read_result(board: Switchboard, item: JsonValue) -> InlineResult:
    if not isinstance(item, dict):
        raise _unparsed("Inline query result must be an object")
    kind = _require(item, "type")
    readers = {"photo": _read_photo, "document": _read_document, "article": _read_article}
    if kind not in readers:
        raise _unparsed(f'type "{kind}" is unsupported for the inline query result')
    content = readers[kind](board, item)
    if "input_message_content" in item:
        content = _read_message(item["input_message_content"])
    return InlineResult(
        id=_require(item, "id"),
        kind=kind,
        title=str(item.get("title", "")),
        description=str(item.get("description", "")),
        content=content,
        markup=check_inline_keyboard(item["reply_markup"]) if item.get("reply_markup") else None,
    )


def _read_photo(board: Switchboard, item: Json) -> Json:
    if "photo_file_id" not in item:
        _require(item, "photo_url")
        _require(item, "thumbnail_url")
        _check_reachable(item["photo_url"])
        raise bad_request("WEBDOCUMENT_URL_INVALID")  # nothing is fetched here
    file = board.files.resolve(str(item["photo_file_id"]))
    if file is None or file.kind != "Photo":
        raise bad_request("wrong file identifier/HTTP URL specified")
    return {"photo": file.group} | _read_caption(item)


def _read_document(board: Switchboard, item: Json) -> Json:
    file = board.files.resolve(_require(item, "document_file_id"))
    if file is None or file.kind != "Document":
        raise bad_request("wrong file identifier/HTTP URL specified")
    _require(item, "title")
    return {"document": file.key} | _read_caption(item)


def _read_article(_: Switchboard, item: Json) -> Json:
    if not _require(item, "title").strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    if not isinstance(item.get("input_message_content"), dict):
        raise _unparsed("Input message content is not specified")
    if item.get("thumbnail_url"):
        _check_reachable(str(item["thumbnail_url"]))
    return {}


def _read_message(content: Json) -> Json:
    fields = {
        "text": str(content.get("message_text", "")),
        "parse_mode": str(content.get("parse_mode") or ""),
    }
    return read_text(Params(fields))


def _read_caption(item: Json) -> Json:
    entities: list[Entity] = entities_from_json(item.get("caption_entities"))
    caption, parse_mode = str(item.get("caption") or ""), str(item.get("parse_mode") or "")
    return caption_fields(caption, parse_mode, entities, "message caption is too long")


def _check_reachable(url: str) -> None:
    """Telegram itself fetches these, so it must be able to."""
    host = urlsplit(url).hostname or ""
    if "." not in host or host.startswith(("127.", "10.", "192.168.")):
        raise bad_request("WEBDOCUMENT_URL_INVALID")


def _require(item: Json, name: str) -> str:
    if name not in item:
        raise _unparsed(f'Can\'t find field "{name}"')
    return str(item[name])


def _unparsed(reason: str) -> ApiError:
    return bad_request(f"can't parse inline query result: {reason}")
