"""Aliases: other names of a chat's tags. Whoever writes one means the tag."""

from collections.abc import Iterable, Sequence

from models.database import reader, transaction
from models.errors import NotFound
from models.tables import Tag, TagAlias
from models.tag_names import MAX_NAME, lineage, storable, tag_key


async def resolve_names(chat_id: int, names: Iterable[str]) -> list[str]:
    """The names with aliases replaced by what they stand for, also at the beginning of `alias/more`."""
    wanted = list(names)
    keys = {storable(head) for name in wanted for head in lineage(tag_key(name))}
    if not keys:
        return wanted
    rows = TagAlias.filter(chat_id=chat_id, key__in=list(keys)).using_db(reader())
    meant = dict(await rows.values_list("key", "tag__name"))
    return [_resolve(name, meant) for name in wanted] if meant else wanted


async def find_alias(chat_id: int, name: str) -> TagAlias | None:
    """What a name is another one of, with its tag."""
    return await TagAlias.get_or_none(chat_id=chat_id, key=storable(tag_key(name))).select_related("tag")


async def put_alias(tag: Tag, name: str) -> None:
    """Let a tag be called so, too, and nothing else any more."""
    async with transaction():
        await TagAlias.filter(chat_id=tag.chat_id, key=tag_key(name)).delete()
        await TagAlias.create(chat_id=tag.chat_id, key=tag_key(name), name=name[:MAX_NAME], tag_id=tag.id)


async def get_alias(chat_id: int, alias_id: int) -> TagAlias:
    """The chat's alias with that number; somebody else's raise `NotFound`."""
    alias = await TagAlias.get_or_none(id=alias_id, chat_id=chat_id).select_related("tag")
    if alias is None:
        raise NotFound(f"no alias {alias_id} in chat {chat_id}")
    return alias


async def drop_alias(alias: TagAlias) -> None:
    """Forget an alias; the tag and its links stay."""
    await TagAlias.filter(id=alias.id).delete()


async def list_aliases(tag_ids: Sequence[int]) -> list[TagAlias]:
    """The aliases of some tags, with their tags, by name."""
    return await TagAlias.filter(tag_id__in=list(tag_ids)).order_by("key").select_related("tag")


async def list_chat_aliases(chat_id: int, limit: int) -> list[TagAlias]:
    """A chat's aliases, with their tags, by name."""
    return await TagAlias.filter(chat_id=chat_id).order_by("key").limit(limit).select_related("tag")


def _resolve(name: str, meant: dict[str, str]) -> str:
    parts = name.split("/")
    for count, head in zip(range(len(parts), 0, -1), lineage(name), strict=False):
        if (tag := meant.get(tag_key(head))) is not None:
            return "/".join([tag, *parts[count:]])
    return name
