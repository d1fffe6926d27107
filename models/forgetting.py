"""Forgetting a person: their own library goes, and what they did in groups bears their name no longer."""

from models.database import transaction
from models.indexing import unindex_link
from models.links import FOR_GOOD
from models.tables import (
    ApiToken,
    Chat,
    Deed,
    Feed,
    Link,
    Membership,
    Person,
    Session,
    Share,
    SignIn,
    Tag,
)

OF_THE_CHAT = (Deed, Feed, Tag)  # a tag takes its aliases and rules along
OF_THE_PERSON = (Membership, SignIn, Session, ApiToken)


async def forget_library(chat_id: int) -> int:
    """Let all of a library go: found and opened by nobody from now on, rows and files go with the next sweep."""
    async with transaction():
        for link_id in await Link.filter(chat_id=chat_id).values_list("id", flat=True):
            await unindex_link(int(str(link_id)))
        count = await Link.filter(chat_id=chat_id, deleted_at__isnull=True).count()
        empty = {"title": "", "title_key": "", "site_key": "", "note": "", "origin": None}
        await Link.filter(chat_id=chat_id).update(deleted_at=FOR_GOOD, **empty)
        for table in OF_THE_CHAT:
            await table.filter(chat_id=chat_id).delete()
        fresh = Chat(telegram_id=0)
        await Chat.filter(id=chat_id).update(
            title="",
            language="",
            phone_view=fresh.phone_view,
            dark_view=fresh.dark_view,
            private_permalinks=fresh.private_permalinks,
        )
        return count


async def forget_person(person_id: int) -> None:
    """Sign a person out everywhere and take their name off; that they may use this bot is kept."""
    async with transaction():
        for table in OF_THE_PERSON:
            await table.filter(person_id=person_id).delete()
        await Link.filter(saved_by_id=person_id).update(saved_by_id=None)
        for done in (Deed, Share):
            await done.filter(person_id=person_id).update(person_id=None)
        await Person.filter(id=person_id).update(name="")
