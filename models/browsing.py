"""What a page of the library shows, in as few questions for sixty links as for one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from models.database import reader
from models.dialects import dialect
from models.snapshots import ACTIVE
from models.tables import Snapshot
from models.tag_names import storable

NEWEST_WITH_THUMB = """
    SELECT links.id, {text} AS text,
        snapshots.permalink, snapshots.status, snapshots.label, snapshots.http_status, snapshots.site,
        snapshots.version, snapshots.title, snapshots.excerpt, thumbs.sha256, thumbs.width, thumbs.height,
        (SELECT photo_file_id FROM deliveries WHERE snapshot_id = snapshots.id AND bot_id = ? AND photo_file_id <> ''
            ORDER BY id DESC LIMIT 1) AS photo_file_id,
        (SELECT {as_list} FROM (
            SELECT tags.name FROM link_tags JOIN tags ON tags.id = link_tags.tag_id
            WHERE link_tags.link_id = links.id ORDER BY link_tags.id
        ) AS names) AS tags
    FROM links
    JOIN snapshots ON snapshots.link_id = links.id
        AND snapshots.version = (SELECT max(version) FROM snapshots WHERE link_id = links.id)
    LEFT JOIN artifacts AS thumbs ON thumbs.snapshot_id = snapshots.id AND thumbs.kind = 'thumb'
    WHERE links.id IN ({numbers})
"""

# The beginning of the text that a link is found by, which is that of its newest kept capture.
TEXT = """
    (SELECT excerpt || ' ' || substr(text, 1, {length}) FROM snapshots AS kept
        WHERE kept.link_id = links.id AND kept.status IN ('complete', 'partial') ORDER BY kept.version DESC LIMIT 1)
"""

# Counted in the index, less what lies in the bin: looking at every link of a tag takes ten times as long. Materialized,
# for SQLite would count twice otherwise: once for the answer, once to leave out what is 0.
TOP_TAGS = """
    WITH counted AS MATERIALIZED (
        SELECT tags.name, tags.key,
            (SELECT count(*) FROM link_tags WHERE tag_id = tags.id) - coalesce(binned.links, 0) AS links
        FROM tags LEFT JOIN (
            SELECT link_tags.tag_id, count(*) AS links FROM links JOIN link_tags ON link_tags.link_id = links.id
            WHERE links.chat_id = ? AND links.deleted_at IS NOT NULL GROUP BY link_tags.tag_id
        ) AS binned ON binned.tag_id = tags.id
        WHERE tags.chat_id = ? AND substr(tags.key, 1, length(?)) = ?
    )
    SELECT name, links FROM counted WHERE links > 0 ORDER BY links DESC, key LIMIT ?
"""
WITH_WAITING = """
    SELECT name, links FROM ({tags}) AS tags UNION ALL
    SELECT NULL, count(*) FROM snapshots JOIN links ON links.id = snapshots.link_id
    WHERE snapshots.status IN (?, ?) AND links.chat_id = ? AND links.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands beside a page: the most used tags with how many links bear each, and how many captures go on."""

    tags: tuple[tuple[str, int], ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Face:
    """How a link looks in a list: its newest capture and its tags."""

    permalink: str
    status: str
    label: str
    http_status: int | None
    site: str
    version: int
    title: str
    excerpt: str
    thumb_sha256: str  # empty where there is none
    width: int | None
    height: int | None
    photo_file_id: str  # Telegram's own copy of the picture, where a bot has one
    tags: tuple[str, ...]
    text: str  # the beginning of what it is found by, where that was asked for


async def list_faces(link_ids: Sequence[int], bot_id: int = 0, *, text_length: int = 0) -> dict[int, Face]:
    """The faces of many links, by one question; with so much of their texts."""
    text = TEXT.format(length=text_length) if text_length else "''"
    query = NEWEST_WITH_THUMB.format(text=text, as_list=dialect().as_list, numbers=dialect().numbers)
    rows = await reader().execute_query_dict(query, [bot_id, json.dumps(list(link_ids))])
    return {
        row["id"]: Face(
            permalink=row["permalink"],
            status=row["status"],
            label=row["label"],
            http_status=row["http_status"],
            site=row["site"],
            version=row["version"],
            title=row["title"],
            excerpt=row["excerpt"],
            thumb_sha256=row["sha256"] or "",
            width=row["width"],
            height=row["height"],
            photo_file_id=row["photo_file_id"] or "",
            tags=tuple(json.loads(row["tags"])),
            text=row["text"] or "",
        )
        for row in rows
    }


async def list_top_tags(chat_id: int, limit: int, beginning: str = "") -> list[tuple[str, int]]:
    """A chat's most used tags, all or those whose key begins so, and how many links bear each."""
    beginning = storable(beginning)
    rows = await reader().execute_query_dict(TOP_TAGS, [chat_id, chat_id, beginning, beginning, limit])
    return [(row["name"], row["links"]) for row in rows]


async def look_around(chat_id: int, limit: int) -> Surroundings:
    """A chat's most used tags, and how many of its captures wait or run, by one question."""
    rows = await reader().execute_query_dict(
        WITH_WAITING.format(tags=TOP_TAGS), [chat_id, chat_id, "", "", limit, *map(str, ACTIVE), chat_id]
    )
    tags = tuple((row["name"], int(row["links"])) for row in rows if row["name"] is not None)
    return Surroundings(tags, next(int(row["links"]) for row in rows if row["name"] is None))


async def list_active(chat_id: int) -> dict[int, str]:
    """The links of a chat whose capture waits or runs, and which of the two."""
    active = Snapshot.filter(status__in=ACTIVE, link__chat_id=chat_id, link__deleted_at__isnull=True)
    return {
        link_id: str(status) for link_id, status in await active.using_db(reader()).values_list("link_id", "status")
    }


async def list_asked_for(chat_id: int, after_id: int) -> tuple[set[int], int]:
    """The links of a chat of which a capture was asked for after that one, and the last one of all."""
    newer = Snapshot.filter(id__gt=after_id).using_db(reader()).order_by("id")
    rows = await newer.values_list("id", "link_id", "link__chat_id")
    return {link_id for _, link_id, chat in rows if chat == chat_id}, rows[-1][0] if rows else after_id


async def find_last() -> int:
    """The number of the capture that was asked for last; 0 where there is none."""
    last = await Snapshot.all().using_db(reader()).order_by("-id").first().values("id")
    return int(last["id"]) if last else 0
