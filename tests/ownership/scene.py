"""The scene of the ownership matrix: two libraries full of everything, and who might try something with them."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyvips

from bot.services import comparing
from bot.services.admitting import get_owner
from bot.services.undoing import RULE
from models.aliases import list_aliases, put_alias
from models.api_tokens import create_api_token
from models.blobs import BlobStore
from models.chats import get_or_create_chat
from models.comparisons import keep_comparison
from models.deeds import record_deed
from models.feeds import create_feed
from models.ids import new_permalink, new_secret
from models.links import bin_link, set_note
from models.memberships import note_member
from models.people import admit_person, get_or_create_person
from models.queue import Outcome, StoredArtifact
from models.resources import StoredResource
from models.sessions import create_session
from models.shares import create_share
from models.tables import Artifact, Chat, ChatKind, Person, Role, Snapshot
from models.tag_moves import get_or_create_tag
from models.tag_rules import put_rule
from models.tags import add_tags
from models.watches import put_watch
from tests.factories import make_finished, make_link, make_outcome
from tests.house import FRIEND, OWNER, STRANGER

OTHER = 103  # may use the bot, and is not in the group
GROUP, ELSEWHERE, CHANNEL = -500, -501, -1_000_000_000_700
SECRETS = {"private": "zanzibar", "group": "timbuktu"}  # stand in all that is kept, and nobody types them
URL, BINNED_URL, HIDDEN_URL = (f"https://example.com/{name}" for name in ("lighthouse", "binned", "hidden"))
KINDS = ("screenshot", "thumb", "article", "page", "pdf", "wacz", "file", "evidence")
TYPES = {"article": "text/html", "page": "text/html", "pdf": "application/pdf", "wacz": "application/wacz"}


@dataclass(frozen=True, slots=True)
class Library:
    """What one chat keeps, by its numbers."""

    name: str
    telegram_id: int
    chat_id: int
    owner_id: int  # the person who owns the house
    stranger_id: int
    link_id: int
    binned_id: int
    permalink_id: str
    older_id: str
    hidden_id: str  # a permalink that opens for its people only
    body_sha256: str
    tag_id: int
    other_tag_id: int
    alias_id: int
    rule_id: int
    deed_id: int
    share_id: int
    share: str
    token_id: int
    session_id: int
    feed_id: int
    feed: str

    @property
    def secret(self) -> str:
        """The word that stands in all of it."""
        return SECRETS[self.name]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in a chat."""

    name: str
    user: int
    chat: int


OUTSIDERS = {  # by the library that is not theirs, where they are
    "private": (
        Actor("other allowed user", OTHER, OTHER),
        Actor("stranger", STRANGER, STRANGER),
        Actor("group member", FRIEND, ELSEWHERE),  # a group in which the owner is, too
        Actor("stranger in a group", STRANGER, ELSEWHERE),
        Actor("channel", FRIEND, CHANNEL),
    ),
    "group": (
        Actor("other allowed user", OTHER, OTHER),
        Actor("stranger", STRANGER, STRANGER),
        Actor("group member at home", FRIEND, FRIEND),
        Actor("owner at home", OWNER, OWNER),
        Actor("stranger in the group", STRANGER, GROUP),
        Actor("channel", FRIEND, CHANNEL),
    ),
}
INSIDERS = {  # by the library that is theirs, where they are
    "private": (Actor("owner", OWNER, OWNER),),
    "group": (Actor("group member", FRIEND, GROUP), Actor("owner in the group", OWNER, GROUP)),
}


async def furnish(blobs: BlobStore, bot_id: int) -> tuple[Library, Library]:
    """The owner's own library, and that of a group in which the owner and a friend are."""
    owner = await admit_person(OWNER, "Ann", Role.OWNER)
    friend = await admit_person(FRIEND, "Ben", Role.MEMBER)
    await admit_person(OTHER, "Cleo", Role.MEMBER)
    await get_or_create_person(STRANGER, "Dan")
    private = await get_or_create_chat(OWNER, ChatKind.PRIVATE, "Ann")
    group = await get_or_create_chat(GROUP, ChatKind.GROUP, "Reading circle")
    for member in (owner, friend):
        await note_member(group.id, member.id, datetime.now(UTC))
    return (
        await _fill("private", private, owner, blobs, bot_id),
        await _fill("group", group, friend, blobs, bot_id),
    )


async def _fill(name: str, chat: Chat, person: Person, blobs: BlobStore, bot_id: int) -> Library:
    now, secret = datetime.now(UTC), SECRETS[name]
    link = await make_link(chat, URL, person=person, now=now)
    await add_tags(link, ["quay", secret])
    await set_note(link, f"a note on {secret}")
    older = await make_finished(
        link, outcome=_outcome(secret), artifacts=await _store(blobs, f"{secret}, older"), now=now
    )
    body = f"a picture of {secret}".encode()
    resource = StoredResource("https://example.com/a.png", "image/png", len(body), await blobs.put(body))
    artifacts = await _store(blobs, f"{secret}, newer")
    newest = await make_finished(link, outcome=_outcome(secret), artifacts=artifacts, resources=(resource,), now=now)
    await Artifact.filter(kind="evidence").update(from_person=True)
    words: dict[str, object] = {"rule": comparing.RULE, "added": [f"It is in {secret}."], "has_picture": True}
    await keep_comparison(older.id, newest.id, words, artifacts[0], now)
    hidden = await make_finished(
        await make_link(chat, HIDDEN_URL, person=person, now=now),
        outcome=_outcome(secret),
        artifacts=artifacts,
        resources=(resource,),
        now=now,
    )
    await Snapshot.filter(id=hidden.id).update(is_private=True)
    binned = await make_link(chat, BINNED_URL, person=person, now=now)
    await make_finished(binned, outcome=_outcome(secret), now=now)
    await bin_link(binned.id, now)
    tag, other = await get_or_create_tag(chat.id, "quay"), await get_or_create_tag(chat.id, secret)
    rule = await put_rule(await get_or_create_tag(chat.id, f"{secret}_too"), "example.com")
    await put_alias(tag, f"{secret}_pier")
    await put_watch(
        link.id, bot_id, chat.telegram_id, thread_id=None, language="en", days=7, told_of_id=newest.id, now=now
    )
    share = await create_share(newest.id, new_permalink(), person.id, now + timedelta(days=1), now)
    feed = await create_feed(chat.id, f"#{secret}", new_permalink(), now, is_public=True)
    token = await create_api_token(person.id, new_secret(), secret if name == "private" else "a friend's own", now)
    session = await create_session(person.id, new_secret(), "", now, now + timedelta(days=1))
    return Library(
        name=name,
        telegram_id=chat.telegram_id,
        chat_id=chat.id,
        owner_id=(await get_owner()).id,
        stranger_id=(await get_or_create_person(STRANGER, "Dan")).id,
        link_id=link.id,
        binned_id=binned.id,
        permalink_id=newest.permalink,
        older_id=older.permalink,
        hidden_id=hidden.permalink,
        body_sha256=resource.sha256,
        tag_id=tag.id,
        other_tag_id=other.id,
        alias_id=(await list_aliases([tag.id]))[0].id,
        rule_id=rule.id,
        deed_id=(await record_deed(chat.id, person.id, RULE, {"tag": secret, "pattern": "example.net"}, now)).id,
        share_id=share.id,
        share=share.token,
        token_id=token.id,
        session_id=session.id,
        feed_id=feed.id,
        feed=feed.token,
    )


def _outcome(secret: str) -> Outcome:
    return make_outcome(title=f"The lighthouse of {secret}", text=f"A lighthouse. It is in {secret}.")


async def _store(blobs: BlobStore, name: str) -> tuple[StoredArtifact, ...]:
    """Every kind of artifact; its bytes name the secret, too."""
    picture: bytes = pyvips.Image.black(64, 64).jpegsave_buffer()
    stored = []
    for kind in KINDS:
        content = (picture if kind == "screenshot" else b"") + f"the {kind} of {name}".encode()
        media_type = TYPES.get(kind, "image/jpeg")
        stored.append(StoredArtifact(kind, media_type, len(content), await blobs.put(content), 64, 64))
    return tuple(stored)


OWN_COLUMNS = ("chat_id", "link_id", "snapshot_id", "tag_id", "newer_id", "chat_telegram_id")
SESSIONS = {"sign_ins", "sessions", "api_tokens"}  # of a person: part of their own library
NOBODYS = {
    "people": "the house's: who may come in is looked at with the owner's library, see HOUSE",
    "invites": "the same",
    "memberships": "says who has been seen in a group, and when",
    "seen_updates": "the inbox",
    "leases": "what processes agree on while they run",
    "paces": "the same",
    "tortoise_migrations": "the schema's",
    "sqlite_sequence": "the database's",
}
HOUSE = {  # what only an owner changes
    "people": "SELECT id, role FROM people WHERE name <> '' ORDER BY id",
    "invites": "SELECT role, used_at FROM invites",
}
FLEETING = {"claimed_at", "seen_at", "used_at", "opens", "indexed_with"}  # columns that looking alone changes


def list_tables(file: Path) -> Mapping[str, tuple[str, ...]]:
    """Every table of ours with its columns; the index follows from the others."""
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'")
        names = [str(name) for (name,) in rows]
        return {
            name: tuple(str(row[1]) for row in database.execute(f"PRAGMA table_info({name})"))  # our own names
            for name in names
        }


def read_library(file: Path, library: Library) -> Mapping[str, object]:
    """Everything that could be changed about a library, read past the program."""
    tables = list_tables(file)
    with closing(sqlite3.connect(file)) as database:
        links = _ids(database, "links", f"chat_id = {library.chat_id}")
        snapshots = _ids(database, "snapshots", f"link_id IN ({links})")
        tags = _ids(database, "tags", f"chat_id = {library.chat_id}")
        owned = {
            "chat_id": f"chat_id = {library.chat_id}",
            "link_id": f"link_id IN ({links})",
            "snapshot_id": f"snapshot_id IN ({snapshots})",
            "tag_id": f"tag_id IN ({tags})",
            "newer_id": f"newer_id IN ({snapshots})",
            "chat_telegram_id": f"chat_telegram_id = {library.telegram_id}",
        }
        found: dict[str, object] = {}
        if library.name == "private":
            found |= {name: database.execute(query).fetchall() for name, query in HOUSE.items()}
        for table, columns in tables.items():
            wheres = [where for column, where in owned.items() if column in columns]
            if table == "chats":
                wheres = [f"id = {library.chat_id}"]
            if table in SESSIONS:
                wheres = [f"person_id = {library.owner_id}"] if library.name == "private" else []
            if wheres and table not in NOBODYS:
                lasting = ", ".join(column for column in columns if column not in FLEETING)
                query = f"SELECT {lasting} FROM {table} WHERE {' OR '.join(wheres)} ORDER BY 1"
                found[table] = database.execute(query).fetchall()
        return found


def _ids(database: sqlite3.Connection, table: str, where: str) -> str:
    return ", ".join(str(row[0]) for row in database.execute(f"SELECT id FROM {table} WHERE {where}"))
