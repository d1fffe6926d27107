"""Undoing: whatever a chat destroyed in the last ten minutes, it can take back."""

from datetime import timedelta

from pydantic import TypeAdapter

from bot.services.ports import Ports
from models.aliases import put_alias
from models.database import transaction
from models.deeds import close_deed, get_deed, list_deeds, record_deed
from models.errors import NotFound
from models.links import get_link, restore_link, set_note
from models.tables import Deed, Person, Role, Tag
from models.tag_moves import TagLeft, find_tag, index_marked, put_back, respell_tag
from models.tag_rules import put_rule
from models.tags import add_tags, remove_tags

UNDO_WITHIN = timedelta(minutes=10)
LOOK_BACK = 50
LEFT = TypeAdapter(tuple[TagLeft, ...])

DELETED, LABELLED, TAGS, RESPELLED = "deleted", "labelled", "tags", "respelled"
RULE, RULED, ALIAS = "rule", "ruled", "alias"
KINDS = (DELETED, LABELLED, TAGS, RESPELLED, RULE, RULED, ALIAS)  # `undone.<kind>` in the locales


async def note_deletion(chat_id: int, person_id: int | None, link_id: int, ports: Ports) -> Deed:
    """A link went into the bin."""
    return await record_deed(chat_id, person_id, DELETED, {"link": link_id}, ports.clock())


async def note_labelling(
    chat_id: int,
    person_id: int | None,
    link_id: int,
    ports: Ports,
    *,
    removed: list[str],
    note: str | None,
) -> Deed:
    """Tags were taken off a link, or its note (None: it was not) was written over."""
    payload: dict[str, object] = {"link": link_id, "removed": removed, "note": note}
    return await record_deed(chat_id, person_id, LABELLED, payload, ports.clock())


async def note_tags(chat_id: int, person_id: int | None, left: list[TagLeft], ports: Ports) -> Deed:
    """Tags went, into others or for good."""
    payload: dict[str, object] = {"left": LEFT.dump_python(tuple(left), mode="json")}
    return await record_deed(chat_id, person_id, TAGS, payload, ports.clock())


async def note_spelling(tag: Tag, person_id: int | None, ports: Ports) -> Deed:
    """A tag is about to be spelled otherwise."""
    return await record_deed(tag.chat_id, person_id, RESPELLED, {"name": tag.name}, ports.clock())


async def note_rule(tag: Tag, pattern: str, person_id: int | None, ports: Ports) -> Deed:
    """A rule was dropped."""
    return await record_deed(tag.chat_id, person_id, RULE, {"tag": tag.name, "pattern": pattern}, ports.clock())


async def note_alias(tag: Tag, alias: str, person_id: int | None, ports: Ports) -> Deed:
    """An alias was dropped."""
    return await record_deed(tag.chat_id, person_id, ALIAS, {"tag": tag.name, "alias": alias}, ports.clock())


async def note_ruled(tag: Tag, link_ids: list[int], person_id: int | None, ports: Ports) -> Deed:
    """A rule was applied to links that were there already."""
    payload: dict[str, object] = {"tag": tag.name, "links": link_ids}
    return await record_deed(tag.chat_id, person_id, RULED, payload, ports.clock())


async def undo_last(chat_id: int, person: Person | None, ports: Ports) -> Deed | None:
    """Take back the newest deed that this person may take back; None where there is none."""
    for deed in await list_deeds(chat_id, ports.clock() - UNDO_WITHIN, LOOK_BACK):
        if _may_undo(deed, person) and await _undo(deed, ports):
            return deed
    return None


async def undo(chat_id: int, deed_id: int, person: Person | None, ports: Ports) -> Deed:
    """Take back one deed of this chat; raise `NotFound` for others', for old ones and for those taken back."""
    deed = await get_deed(chat_id, deed_id, ports.clock() - UNDO_WITHIN)
    if not _may_undo(deed, person) or not await _undo(deed, ports):
        raise NotFound(f"deed {deed_id} cannot be taken back")
    return deed


def link_of(deed: Deed) -> int:
    """The link that a deed was about; 0 where it was about a tag."""
    link_id = deed.payload.get("link")
    return link_id if isinstance(link_id, int) else 0


def _may_undo(deed: Deed, person: Person | None) -> bool:
    """Whoever did it may, and an owner."""
    if person is None:
        return deed.person_id is None
    return person.role is Role.OWNER or deed.person_id == person.id


async def _undo(deed: Deed, ports: Ports) -> bool:
    """Whether something changed: what another way has taken back already is only struck off."""
    async with transaction():
        if not await close_deed(deed.id, ports.clock()):
            return False
        try:
            is_changed = await _take_back(deed)
        except NotFound:  # the link is gone for good
            is_changed = False
    await index_marked()
    return is_changed


async def _take_back(deed: Deed) -> bool:
    chat_id, payload = deed.chat_id, deed.payload
    match deed.kind:
        case "deleted":
            return await restore_link((await get_link(chat_id, link_of(deed), include_binned=True)).id)
        case "labelled":
            return await _relabel(chat_id, link_of(deed), payload)
        case "tags":
            for left in reversed(LEFT.validate_python(payload["left"])):
                await put_back(chat_id, left)
            return True
        case "respelled":
            tag = await find_tag(chat_id, str(payload["name"]))
            if tag is not None:
                await respell_tag(tag, str(payload["name"]))
            return tag is not None
    return await _rerule(chat_id, deed.kind, payload)


async def _relabel(chat_id: int, link_id: int, payload: dict[str, object]) -> bool:
    link = await get_link(chat_id, link_id, include_binned=True)
    removed = payload.get("removed")
    if isinstance(removed, list):
        await add_tags(link, map(str, removed))
    if isinstance(payload.get("note"), str):
        await set_note(link, str(payload["note"]))
    return True


async def _rerule(chat_id: int, kind: str, payload: dict[str, object]) -> bool:
    tag = await find_tag(chat_id, str(payload["tag"]))
    if tag is None:
        return False
    if kind == RULE:
        await put_rule(tag, str(payload["pattern"]))
    if kind == ALIAS and await find_tag(chat_id, str(payload["alias"])) is None:
        await put_alias(tag, str(payload["alias"]))
    link_ids = payload.get("links")
    for link_id in link_ids if isinstance(link_ids, list) else []:
        await remove_tags(await get_link(chat_id, int(link_id), include_binned=True), [tag.name])
    return True
