"""Tags: a chat's own words for its links."""

from collections.abc import Iterable, Sequence

from models.aliases import resolve_names
from models.database import reader, transaction
from models.indexing import index_link
from models.tables import Link, LinkTag, Tag
from models.tag_names import MAX_NAME, tag_key

LIST_TAGS = """
    SELECT tags.name, count(*) AS links FROM tags
    JOIN link_tags ON link_tags.tag_id = tags.id JOIN links ON links.id = link_tags.link_id
    WHERE tags.chat_id = ? AND links.deleted_at IS NULL
    GROUP BY tags.id ORDER BY links DESC, tags.key LIMIT ? OFFSET ?
"""
COUNT_TAGS = """
    SELECT count(DISTINCT tags.id) AS tags FROM tags
    JOIN link_tags ON link_tags.tag_id = tags.id JOIN links ON links.id = link_tags.link_id
    WHERE tags.chat_id = ? AND links.deleted_at IS NULL
"""


async def add_tags(link: Link, names: Iterable[str]) -> list[str]:
    """Label a link; the names (as this chat spells them) that it did not bear before."""
    async with transaction():
        borne = {row.tag_id for row in await LinkTag.filter(link_id=link.id)}
        added: list[str] = []
        for key, name in _by_key(await resolve_names(link.chat_id, names)).items():
            tag, _ = await Tag.get_or_create({"name": name[:MAX_NAME]}, chat_id=link.chat_id, key=key)
            if tag.id not in borne:
                await LinkTag.create(link_id=link.id, tag_id=tag.id)
                added.append(tag.name)
        if added:
            await index_link(link.id)
        return added


async def remove_tags(link: Link, names: Iterable[str]) -> list[str]:
    """Take labels off a link; the names that it bore."""
    async with transaction():
        keys = list(_by_key(await resolve_names(link.chat_id, names)))
        borne = await LinkTag.filter(link_id=link.id, tag__key__in=keys).select_related("tag")
        if borne:
            await LinkTag.filter(id__in=[row.id for row in borne]).delete()
            await index_link(link.id)
        return [row.tag.name for row in borne]


async def list_link_tags(link_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The tags of many links, each in the order in which they were given."""
    rows = LinkTag.filter(link_id__in=list(link_ids)).using_db(reader()).order_by("id")
    tags: dict[int, tuple[str, ...]] = dict.fromkeys(link_ids, ())
    for link_id, name in await rows.values_list("link_id", "tag__name"):
        tags[link_id] += (name,)
    return tags


async def list_tags(chat_id: int, limit: int, offset: int = 0) -> tuple[list[tuple[str, int]], int]:
    """A chat's tags and how many links bear each, the most used first, and how many tags there are."""
    rows = await reader().execute_query_dict(LIST_TAGS, [chat_id, limit, offset])
    totals = await reader().execute_query_dict(COUNT_TAGS, [chat_id])
    return [(row["name"], row["links"]) for row in rows], totals[0]["tags"]


def _by_key(names: Iterable[str]) -> dict[str, str]:
    """Spellings by their keys, the first of each; what has no key is no tag."""
    keyed: dict[str, str] = {}
    for name in names:
        if key := tag_key(name):
            keyed.setdefault(key, name)
    return keyed
