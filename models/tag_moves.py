"""Moving tags: one goes into another or goes for good, and can be put back as it was.

Links of such tags are marked for the index; whoever calls this has `index_marked` run after the transaction.
"""

from dataclasses import dataclass

from models.database import transaction
from models.errors import NotFound
from models.indexing import reindex_stale
from models.tables import Link, LinkTag, Tag, TagAlias, TagRule
from models.tag_names import MAX_NAME, SEPARATOR, tag_key

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class TagLeft:
    """A tag as it was before it went, and what of it its heir had not had before."""

    name: str
    link_ids: tuple[int, ...]
    aliases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    heir: str = ""  # the tag into which it went
    inherited_links: tuple[int, ...] = ()
    inherited_patterns: tuple[str, ...] = ()


async def find_tag(chat_id: int, name: str) -> Tag | None:
    """The chat's tag of that name, however it is spelled."""
    return await Tag.get_or_none(chat_id=chat_id, key=tag_key(name).encode("utf-8", "replace").decode())


async def get_tag(chat_id: int, tag_id: int) -> Tag:
    """The chat's tag with that number; somebody else's raise `NotFound`."""
    tag = await Tag.get_or_none(id=tag_id, chat_id=chat_id)
    if tag is None:
        raise NotFound(f"no tag {tag_id} in chat {chat_id}")
    return tag


async def get_or_create_tag(chat_id: int, name: str) -> Tag:
    """The chat's tag of that name, spelled so where it is new."""
    tag, _ = await Tag.get_or_create({"name": name[:MAX_NAME]}, chat_id=chat_id, key=tag_key(name))
    return tag


async def list_family(tag: Tag) -> list[Tag]:
    """A tag and those below it."""
    below = await Tag.filter(chat_id=tag.chat_id, key__startswith=tag.key + SEPARATOR).order_by("key")
    return [tag, *below]


async def count_tag(tag_id: int) -> int:
    """How many links outside the bin bear a tag."""
    return await LinkTag.filter(tag_id=tag_id, link__deleted_at__isnull=True).count()


async def respell_tag(tag: Tag, name: str) -> None:
    """Another spelling of the same tag."""
    await Tag.filter(id=tag.id).update(name=name[:MAX_NAME])
    await _mark(await _links_of(tag.id))


async def move_tag(tag: Tag, heir_name: str) -> TagLeft:
    """Let whatever bears `tag`, or leads to it, have the heir instead; the heir may be new."""
    async with transaction():
        await TagAlias.filter(chat_id=tag.chat_id, key=tag_key(heir_name), tag_id=tag.id).delete()
        heir = await get_or_create_tag(tag.chat_id, heir_name)
        borne = set(await _links_of(heir.id))
        ruled = set(await _patterns_of(heir.id))
        link_ids, patterns = await _links_of(tag.id), await _patterns_of(tag.id)
        left = TagLeft(
            name=tag.name,
            link_ids=tuple(link_ids),
            aliases=tuple(await _aliases_of(tag.id)),
            patterns=tuple(patterns),
            heir=heir.name,
            inherited_links=tuple(link_id for link_id in link_ids if link_id not in borne),
            inherited_patterns=tuple(pattern for pattern in patterns if pattern not in ruled),
        )
        await LinkTag.filter(tag_id=tag.id, link_id__not_in=list(borne)).update(tag_id=heir.id)
        await TagRule.filter(tag_id=tag.id, pattern__not_in=list(ruled)).update(tag_id=heir.id)
        await TagAlias.filter(tag_id=tag.id).update(tag_id=heir.id)
        await Tag.filter(id=tag.id).delete()
        await _mark(link_ids)
        return left


async def delete_tag(tag: Tag) -> TagLeft:
    """Take a tag off every link, with its aliases and rules."""
    async with transaction():
        link_ids = await _links_of(tag.id)
        aliases, patterns = await _aliases_of(tag.id), await _patterns_of(tag.id)
        await Tag.filter(id=tag.id).delete()
        await _mark(link_ids)
        return TagLeft(tag.name, tuple(link_ids), tuple(aliases), tuple(patterns))


async def put_back(chat_id: int, left: TagLeft) -> None:
    """Undo `move_tag` or `delete_tag`, as far as the links are still there."""
    async with transaction():
        await TagAlias.filter(chat_id=chat_id, key=tag_key(left.name)).delete()
        tag = await get_or_create_tag(chat_id, left.name)
        heir = await find_tag(chat_id, left.heir) if left.heir else None
        if heir is not None and heir.id != tag.id:
            await _give_back(tag, heir, left)
        borne = set(await _links_of(tag.id))
        there = {link.id for link in await Link.filter(chat_id=chat_id, id__in=list(left.link_ids)).only("id")}
        lost = [one for one in left.link_ids if one in there - borne]
        await LinkTag.bulk_create(LinkTag(link_id=one, tag_id=tag.id) for one in lost)
        for name in left.aliases:
            if await find_tag(chat_id, name) is None:
                await TagAlias.update_or_create({"name": name, "tag_id": tag.id}, chat_id=chat_id, key=tag_key(name))
        for pattern in left.patterns:
            await TagRule.get_or_create(chat_id=chat_id, pattern=pattern, tag_id=tag.id)
        await _mark(left.link_ids)


async def index_marked() -> None:
    """Index what was marked, a few links at a time, so that nobody waits long for the database."""
    while await reindex_stale(AT_ONCE) == AT_ONCE:
        pass


async def _give_back(tag: Tag, heir: Tag, left: TagLeft) -> None:
    borne = await _links_of(tag.id)
    inherited = [one for one in left.inherited_links if one not in borne]
    await LinkTag.filter(tag_id=heir.id, link_id__in=inherited).update(tag_id=tag.id)
    ruled = TagRule.filter(tag_id=heir.id, pattern__in=list(left.inherited_patterns))
    await ruled.exclude(pattern__in=await _patterns_of(tag.id)).update(tag_id=tag.id)
    is_bare = not (await _links_of(heir.id) or await _patterns_of(heir.id))
    if is_bare and set(await _aliases_of(heir.id)) <= set(left.aliases):
        await TagAlias.filter(tag_id=heir.id).update(tag_id=tag.id)
        await Tag.filter(id=heir.id).delete()


async def _links_of(tag_id: int) -> list[int]:
    return [row.link_id for row in await LinkTag.filter(tag_id=tag_id).order_by("id")]


async def _aliases_of(tag_id: int) -> list[str]:
    return [row.name for row in await TagAlias.filter(tag_id=tag_id).order_by("id")]


async def _patterns_of(tag_id: int) -> list[str]:
    return [row.pattern for row in await TagRule.filter(tag_id=tag_id).order_by("id")]


async def _mark(link_ids: list[int] | tuple[int, ...]) -> None:
    await Link.filter(id__in=list(link_ids)).update(indexed_with=0)
