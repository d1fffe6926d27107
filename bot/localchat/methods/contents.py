"""Reads what a message shall say or show out of a call."""

import re

from bot.localchat.calls import Params, Upload
from bot.localchat.errors import bad_request
from bot.localchat.files import StoredFile
from bot.localchat.formatting import FormattedText, entities_from_json, format_text
from bot.localchat.limits import MAX_CAPTION_LENGTH, MAX_TEXT_LENGTH
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json, JsonValue


def read_text(params: Params, *, too_long: str = "message is too long") -> Json:
    """The fields of a text message."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    formatted = format_text(params.text("text"), params.text("parse_mode"), entities_from_json(params.json("entities")))
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if len(formatted.text) > MAX_TEXT_LENGTH:
        raise bad_request(too_long)
    content = formatted.to_json("text", "entities")
    preview = params.json("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    elif params.flag("disable_web_page_preview"):
        content["link_preview_options"] = {"is_disabled": True}
    return content


def read_caption(params: Params, *, too_long: str = "message caption is too long") -> Json:
    """The fields of a caption; none where there is no caption."""
    entities = entities_from_json(params.json("caption_entities"))
    content = caption_fields(params.text("caption"), params.text("parse_mode"), entities, too_long)
    if content and params.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def read_media_caption(media: Json, *, too_long: str = "message caption is too long") -> Json:
    """The caption of an InputMedia."""
    entities = entities_from_json(media.get("caption_entities"))
    return caption_fields(str(media.get("caption") or ""), str(media.get("parse_mode") or ""), entities, too_long)


def caption_fields(caption: str, parse_mode: str, entities: JsonValue, too_long: str) -> Json:
    """A caption, parsed and measured."""
    formatted: FormattedText = format_text(caption, parse_mode, entities)
    if len(formatted.text) > MAX_CAPTION_LENGTH:
        raise bad_request(too_long)
    return formatted.to_json("caption", "caption_entities")


async def read_photo(board: Switchboard, params: Params, source: str) -> Json:
    """The photo of a message: sent along, or known already."""
    upload = _find_upload(params, "photo", source)
    if upload is not None:
        sizes = await board.files.add_photo(upload.content)
        return {"photo": sizes[-1].group}
    return {"photo": _require_known(board, source, "Photo").group}


async def read_document(board: Switchboard, params: Params, source: str) -> Json:
    """The document of a message: sent along, or known already."""
    upload = _find_upload(params, "document", source)
    if upload is not None:
        document = await board.files.add_document(upload.content, upload.name, upload.media_type)
        return {"document": document.key}
    return {"document": _require_known(board, source, "Document").key}


async def read_media(board: Switchboard, params: Params, media: JsonValue) -> Json:
    """The photo or document of an InputMedia, without its caption."""
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind, source = str(media.get("type", "")), str(media.get("media", ""))
    if kind not in ("photo", "document"):
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    if not source:
        raise bad_request("can't parse InputMedia: media not found")
    if kind == "photo":
        return await read_photo(board, params, source)
    return await read_document(board, params, source)


def _find_upload(params: Params, name: str, source: str) -> Upload | None:
    if source.startswith("attach://"):
        upload = params.files.get(source.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return upload
    if source:
        return None
    upload = params.files.get(name)
    if upload is None:
        raise bad_request(f"there is no {name} in the request")
    return upload


def _require_known(board: Switchboard, source: str, kind: str) -> StoredFile:
    if re.match(r"https?://", source, re.IGNORECASE):
        raise bad_request("failed to get HTTP URL content")  # nothing is fetched here
    file = board.files.resolve(source)
    if file is None and re.fullmatch(r"[A-Za-z0-9_=-]+", source):
        raise bad_request("wrong remote file identifier specified: Wrong character in the string")
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind} as {kind}")
    return file
