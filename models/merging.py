"""Making one library, one person or one link out of two. Call it inside a transaction."""

from datetime import datetime

from models.indexing import index_link, unindex_link
from models.tables import (
    ApiToken,
    Chat,
    Deed,
    Feed,
    Link,
    LinkKey,
    LinkTag,
    Membership,
    MessageLink,
    Person,
    Remark,
    Share,
    Snapshot,
    Tag,
    TagAlias,
    TagRule,
    Watch,
)

FOLLOWERS = (MessageLink, Remark)  # rows that point at a link, one a message
ASIDE = 1_000_000  # added to versions while they are numbered anew


async def merge_chats(source: Chat, target: Chat) -> None:
    """Move everything that `source` keeps to `target`, and forget `source`."""
    await _move_tags(source, target)
    for link in await Link.filter(chat_id=source.id):
        twin = await _find_twin(link, target)
        if twin is None:
            await Link.filter(id=link.id).update(chat_id=target.id)
            await _move_keys(link.id, link.id, target.id)
            await index_link(link.id)
        else:
            await merge_links(link, twin)
    for table in (Deed, Feed):
        await table.filter(chat_id=source.id).update(chat_id=target.id)
    seen = [row.person_id for row in await Membership.filter(chat_id=target.id)]
    await Membership.filter(chat_id=source.id, person_id__not_in=seen).update(chat_id=target.id)
    settings = Chat.filter(id=target.id)
    await settings.update(
        language=target.language or source.language,
        title=target.title or source.title,
        admitted=target.admitted or source.admitted,
        listens_to_all=source.listens_to_all,
        private_permalinks=target.private_permalinks or source.private_permalinks,
    )
    await Chat.filter(id=source.id).delete()


async def merge_people(source: Person, target: Person) -> None:
    """Let `target` have saved and done what `source` did, and forget `source`."""
    await Link.filter(saved_by_id=source.id).update(saved_by_id=target.id)
    for table in (Deed, Share, ApiToken):
        await table.filter(person_id=source.id).update(person_id=target.id)
    seen = [row.chat_id for row in await Membership.filter(person_id=target.id)]
    await Membership.filter(person_id=source.id, chat_id__not_in=seen).update(person_id=target.id)
    await Person.filter(id=source.id).delete()


async def merge_links(link: Link, twin: Link) -> None:
    """Let `twin` have all that `link` has, its address included, and forget `link`."""
    await _merge_versions(link.id, twin.id)
    borne = [row.tag_id for row in await LinkTag.filter(link_id=twin.id)]
    await LinkTag.filter(link_id=link.id, tag_id__not_in=borne).update(link_id=twin.id)
    for table in FOLLOWERS:
        messages = {(row.bot_id, row.chat_telegram_id, row.message_id) for row in await table.filter(link_id=twin.id)}
        for row in await table.filter(link_id=link.id):
            if (row.bot_id, row.chat_telegram_id, row.message_id) not in messages:
                await table.filter(id=row.id).update(link_id=twin.id)
    if not await Watch.filter(link_id=twin.id).exists():
        await Watch.filter(link_id=link.id).update(link_id=twin.id)
    await _move_keys(link.id, twin.id, twin.chat_id)
    is_kept = link.deleted_at is None or twin.deleted_at is None
    notes = dict.fromkeys(note for note in (twin.note, link.note) if note)
    newest = await Snapshot.filter(link_id=twin.id).exclude(title="").order_by("-version").only("title").first()
    await Link.filter(id=twin.id).update(
        note="\n".join(notes),
        title=newest.title if newest else twin.title or link.title,
        origin=twin.origin or link.origin,
        deleted_at=None if is_kept else twin.deleted_at,
    )
    await unindex_link(link.id)
    await Link.filter(id=link.id).delete()
    if link.key != twin.key:
        await LinkKey.create(chat_id=twin.chat_id, key=link.key, link_id=twin.id)
    await index_link(twin.id)


async def _merge_versions(link_id: int, twin_id: int) -> None:
    """One history, in the order in which the captures were asked for; every permalink stays."""
    rows = await Snapshot.filter(link_id__in=[link_id, twin_id]).only("id", "queued_at", "version")
    in_order = sorted(rows, key=_age)
    for aside in (ASIDE, 0):  # no two may have one number at any moment
        for version, row in enumerate(in_order, 1 + aside):
            await Snapshot.filter(id=row.id).update(link_id=twin_id, version=version)


def _age(row: Snapshot) -> tuple[datetime, int]:
    return row.queued_at, row.id


async def _find_twin(link: Link, target: Chat) -> Link | None:
    """The link of the other library that is the same page by one of the addresses of either."""
    keys = [link.key, *(row.key for row in await LinkKey.filter(link_id=link.id))]
    twin = await Link.filter(chat_id=target.id, key__in=keys).order_by("id").first()
    if twin is None:
        known = await LinkKey.filter(chat_id=target.id, key__in=keys).order_by("id").select_related("link").first()
        twin = known.link if known else None
    return twin


async def _move_keys(link_id: int, heir_id: int, chat_id: int) -> None:
    """A link's further addresses; those that the other library has already, it keeps."""
    for row in await LinkKey.filter(link_id=link_id):
        is_known = await Link.filter(chat_id=chat_id, key=row.key).exists()
        is_known = is_known or await LinkKey.filter(chat_id=chat_id, key=row.key).exclude(id=row.id).exists()
        if is_known:
            await LinkKey.filter(id=row.id).delete()
        else:
            await LinkKey.filter(id=row.id).update(link_id=heir_id, chat_id=chat_id)


async def _move_tags(source: Chat, target: Chat) -> None:
    known = {tag.key: tag.id for tag in await Tag.filter(chat_id=target.id)}
    meant = {alias.key: alias.tag_id for alias in await TagAlias.filter(chat_id=target.id)}
    for tag in await Tag.filter(chat_id=source.id):
        heir_id = known.get(tag.key) or meant.get(tag.key)
        if heir_id is None:
            await Tag.filter(id=tag.id).update(chat_id=target.id)
            known[tag.key] = heir_id = tag.id
        else:
            await LinkTag.filter(tag_id=tag.id).update(tag_id=heir_id)
        await _move_rules(tag.id, heir_id, target.id)
    for alias in await TagAlias.filter(chat_id=source.id).select_related("tag"):
        heir_id = known.get(alias.tag.key) or meant.get(alias.tag.key)
        if alias.key not in known and alias.key not in meant:
            await TagAlias.filter(id=alias.id).update(chat_id=target.id, tag_id=heir_id)


async def _move_rules(tag_id: int, heir_id: int, chat_id: int) -> None:
    has = [rule.pattern for rule in await TagRule.filter(tag_id=heir_id, chat_id=chat_id)]
    await TagRule.filter(tag_id=tag_id, pattern__not_in=has).update(tag_id=heir_id, chat_id=chat_id)
