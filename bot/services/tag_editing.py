"""Editing tags: another name, another name beside it, or none any more; all of it can be undone."""

from dataclasses import dataclass

from bot.errors import InvalidRequest
from bot.services.ports import Ports
from bot.services.undoing import note_alias, note_spelling, note_tags
from models.aliases import drop_alias, find_alias, get_alias, put_alias, resolve_names
from models.database import transaction
from models.tables import Chat, Deed, Person, Tag
from models.tag_moves import (
    count_tag,
    delete_tag,
    find_tag,
    get_or_create_tag,
    get_tag,
    list_family,
    move_tag,
    respell_tag,
)
from models.tag_names import SEPARATOR, lineage, tag_key


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits the tags of which chat."""

    chat: Chat
    person: Person | None

    @property
    def person_id(self) -> int | None:
        """The person's number, where a person it is."""
        return self.person.id if self.person else None


@dataclass(frozen=True, slots=True)
class Renaming:
    """What became of a wish to rename: a deed, or two tags that would become one."""

    old: str
    new: str
    links: int
    deed: Deed | None = None
    tag_id: int = 0
    heir_id: int = 0


async def rename(editor: Editor, old: str, new: str, ports: Ports) -> Renaming:
    """Give a tag and those below it another name. Where that is a tag already, nothing is done yet."""
    tag = await require_tag(editor.chat.id, old)
    if SEPARATOR in new and tag.key in lineage(tag_key(new))[1:]:
        raise InvalidRequest("tag_into_itself")
    (meant,) = await resolve_names(editor.chat.id, [new])
    new = new if tag_key(meant) == tag.key else meant
    heir = await find_tag(editor.chat.id, new)
    links = await count_tag(tag.id)
    if heir is not None and heir.id == tag.id:
        async with transaction():
            deed = await note_spelling(tag, editor.person_id, ports)
            await respell_tag(tag, new)
        return Renaming(tag.name, new, links, deed)
    if heir is not None and await count_tag(heir.id):
        return Renaming(tag.name, heir.name, links, tag_id=tag.id, heir_id=heir.id)
    return Renaming(tag.name, new, links, await _move(editor, tag, new, ports))


async def merge(editor: Editor, tag_id: int, heir_id: int, ports: Ports) -> Renaming:
    """Let one of this chat's tags go into another; raise `NotFound`."""
    tag, heir = await get_tag(editor.chat.id, tag_id), await get_tag(editor.chat.id, heir_id)
    if tag.id == heir.id or tag.key in lineage(heir.key)[1:]:
        raise InvalidRequest("tag_into_itself")
    links = await count_tag(tag.id)
    return Renaming(tag.name, heir.name, links, await _move(editor, tag, heir.name, ports))


async def delete(editor: Editor, tag_id: int, ports: Ports) -> tuple[Tag, Deed]:
    """Take a tag off all links of this chat; what lies below it stays. Raise `NotFound`."""
    tag = await get_tag(editor.chat.id, tag_id)
    async with transaction():
        deed = await note_tags(editor.chat.id, editor.person_id, [await delete_tag(tag)], ports)
    return tag, deed


async def add_alias(editor: Editor, alias: str, name: str, ports: Ports) -> Tag:
    """Let an alias mean a tag, which may be new; raise `InvalidRequest` where it is a tag of its own."""
    (meant,) = await resolve_names(editor.chat.id, [name])
    if tag_key(alias) == tag_key(meant):
        raise InvalidRequest("alias_of_itself")
    own = await find_tag(editor.chat.id, alias)
    if own is not None and await count_tag(own.id):
        raise InvalidRequest("alias_is_a_tag", name=own.name, other=meant)
    async with transaction():
        tag = await get_or_create_tag(editor.chat.id, meant)
        if own is not None:
            await move_tag(own, tag.name)
        before = await find_alias(editor.chat.id, alias)
        if before is not None and before.tag_id != tag.id:
            await note_alias(before.tag, before.name, editor.person_id, ports)
        await put_alias(tag, alias)
    return tag


async def remove_alias(editor: Editor, alias_id: int, ports: Ports) -> tuple[str, Deed]:
    """Forget one of this chat's aliases; raise `NotFound`."""
    alias = await get_alias(editor.chat.id, alias_id)
    async with transaction():
        await drop_alias(alias)
        deed = await note_alias(alias.tag, alias.name, editor.person_id, ports)
    return alias.name, deed


async def require_tag(chat_id: int, name: str) -> Tag:
    """The chat's tag of that name or alias; raise `InvalidRequest` where there is none."""
    (meant,) = await resolve_names(chat_id, [name])
    tag = await find_tag(chat_id, meant)
    if tag is None:
        raise InvalidRequest("no_such_tag", name=name)
    return tag


async def _move(editor: Editor, tag: Tag, new: str, ports: Ports) -> Deed:
    """The tags below go along: `#a/x` becomes `#b/x`."""
    async with transaction():
        family = await list_family(tag)
        left = [await move_tag(one, new + "".join(one.name[len(tag.name) :])) for one in family]
        return await note_tags(editor.chat.id, editor.person_id, left, ports)
