"""Exporting: a whole library as one document, as bookmarks for a browser, or as an archive with every file."""

import html
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from models.exchanging import KeptLink, KeptSnapshot, list_kept

FORMAT, VERSION = "snapkeep", 1
A_TIME = 50  # links that are read at once


@dataclass(frozen=True, slots=True)
class ExportHead:
    """What stands before the links."""

    format: str
    version: int
    exported_at: datetime


LINK = TypeAdapter(KeptLink)
HEAD = TypeAdapter(ExportHead)


async def list_links(chat_id: int) -> AsyncIterator[KeptLink]:
    """Every link of a library outside its bin, in the order in which they were saved."""
    last = 0
    while found := await list_kept(chat_id, last, A_TIME):
        for link_id, link in found:
            yield link
            last = link_id


async def write_document(chat_id: int, now: datetime) -> AsyncIterator[str]:
    """The library as JSON, piece by piece: a head, and a link a line."""
    head = HEAD.dump_json(ExportHead(FORMAT, VERSION, now)).decode()
    yield f'{head[:-1]},"links":['
    separator = "\n"
    async for link in list_links(chat_id):
        yield separator + LINK.dump_json(link, exclude_defaults=True).decode()
        separator = ",\n"
    yield "\n]}\n"


async def write_bookmarks(chat_id: int) -> AsyncIterator[str]:
    """The library as browsers and most programs read it: addresses, titles, tags, notes and dates."""
    yield '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">\n'
    yield "<TITLE>Snapkeep</TITLE>\n<H1>Snapkeep</H1>\n<DL><p>\n"
    async for link in list_links(chat_id):
        tags = html.escape(",".join(link.tags))
        address, seconds = html.escape(link.url), int(link.saved_at.timestamp())
        title = html.escape(link.title or link.url)
        yield f'<DT><A HREF="{address}" ADD_DATE="{seconds}" TAGS="{tags}">{title}</A>\n'
        if link.note:
            yield f"<DD>{html.escape(link.note)}\n"
    yield "</DL><p>\n"


def list_hashes(snapshot: KeptSnapshot) -> tuple[str, ...]:
    """The names of all files of a snapshot."""
    return (*(one.sha256 for one in snapshot.artifacts), *(one.sha256 for one in snapshot.bodies))
