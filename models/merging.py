"""Making one library or one person out of two. Call it inside a transaction."""

from models.indexing import index_link
from models.tables import Chat, Link, LinkTag, MessageLink, Person, Remark, Snapshot, Tag

FOLLOWERS = (MessageLink, Remark)  # rows that point at a link and hold no two of one message


async def merge_chats(source: Chat, target: Chat) -> None:
    """Move everything that `source` keeps to `target`, and forget `source`."""
    await _move_tags(source, target)
    for link in await Link.filter(chat_id=source.id):
        twin = await Link.get_or_none(chat_id=target.id, key=link.key)
        if twin is None:
            await Link.filter(id=link.id).update(chat_id=target.id)
            await index_link(link.id)
        else:
            await _merge_links(link, twin)
            await index_link(twin.id)
    settings = Chat.filter(id=target.id)
    await settings.update(
        language=target.language or source.language,
        title=target.title or source.title,
        admitted=target.admitted or source.admitted,
        listens_to_all=source.listens_to_all,
    )
    await Chat.filter(id=source.id).delete()


async def merge_people(source: Person, target: Person) -> None:
    """Let `target` have saved what `source` saved, and forget `source`."""
    await Link.filter(saved_by_id=source.id).update(saved_by_id=target.id)
    await Person.filter(id=source.id).delete()


async def _move_tags(source: Chat, target: Chat) -> None:
    known = {tag.key: tag.id for tag in await Tag.filter(chat_id=target.id)}
    for tag in await Tag.filter(chat_id=source.id):
        if tag.key in known:
            await LinkTag.filter(tag_id=tag.id).update(tag_id=known[tag.key])
        else:
            await Tag.filter(id=tag.id).update(chat_id=target.id)


async def _merge_links(link: Link, twin: Link) -> None:
    """Two links with one key: the snapshots of one become the next versions of the other."""
    newest = await Snapshot.filter(link_id=twin.id).order_by("-version").first()
    version = 0 if newest is None else newest.version
    for snapshot in await Snapshot.filter(link_id=link.id).order_by("version").only("id"):
        version += 1
        await Snapshot.filter(id=snapshot.id).update(link_id=twin.id, version=version)
    borne = [row.tag_id for row in await LinkTag.filter(link_id=twin.id)]
    await LinkTag.filter(link_id=link.id, tag_id__not_in=borne).update(link_id=twin.id)
    for table in FOLLOWERS:
        await table.filter(link_id=link.id).update(link_id=twin.id)
    is_kept = link.deleted_at is None or twin.deleted_at is None
    await Link.filter(id=twin.id).update(
        note=twin.note or link.note,
        title=twin.title or link.title,
        deleted_at=None if is_kept else twin.deleted_at,
    )
    await Link.filter(id=link.id).delete()
