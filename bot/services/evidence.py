"""Evidence: a photo, PDF or HTML that a person sends in reply to an answer, kept as theirs beside what we saw."""

from bot.errors import InvalidRequest
from bot.services.ports import Ports
from capture.files.sniff import is_text, sniff_type
from models.evidence import KIND, add_evidence, find_finished, find_shown_snapshot
from models.links import list_links_of_message
from models.queue import StoredArtifact
from models.tables import Link, Snapshot

MAX_BYTES = 20 * 1024 * 1024  # Bot API, getFile
TAKEN = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})
HTML = frozenset({"text/html", "application/xhtml+xml"})
HTML_MARKS = (b"<!doctype html", b"<html")


async def find_witnessed(bot_id: int, chat_telegram_id: int, message_id: int) -> tuple[Link, Snapshot] | None:
    """The link behind a message, and the capture that what is sent in reply to it belongs to."""
    links = await list_links_of_message(bot_id, chat_telegram_id, message_id)
    if len(links) != 1:  # of several, nobody could say which one was seen
        return None
    shown = await find_shown_snapshot(bot_id, chat_telegram_id, message_id)
    snapshot = shown if shown is not None and shown.link_id == links[0].id else await find_finished(links[0].id)
    return (links[0], snapshot) if snapshot is not None else None


async def keep_evidence(link: Link, snapshot: Snapshot, content: bytes, declared: str, ports: Ports) -> bool:
    """Keep what a person saw; False where that very thing is kept already. Raises `InvalidRequest`."""
    limit = ports.limits.max_bytes
    if await ports.scales.is_full(link.chat_id, limit):
        raise InvalidRequest("storage_full", limit=limit)
    stored = StoredArtifact(KIND, judge_type(content, declared), len(content), await ports.blobs.put(content))
    return await add_evidence(snapshot.id, stored)


def judge_type(content: bytes, declared: str) -> str:
    """What was sent, by its bytes; InvalidRequest for what is no evidence that we take."""
    if len(content) > MAX_BYTES:
        raise InvalidRequest("evidence_too_large")
    found = sniff_type(content, declared.partition(";")[0].strip().lower(), "")
    if found in TAKEN:
        return found
    is_html = declared in HTML or any(mark in content[:4096].lower() for mark in HTML_MARKS)
    if is_html and is_text(content):
        return "text/html"
    raise InvalidRequest("evidence_kind")
