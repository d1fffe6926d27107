"""Who visits, and the chats that are theirs to look at: one question, for it is asked before every page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.database import reader
from models.ids import hash_secret
from models.links import read_moment
from models.tables import Person, Role

# One row a chat. The person's own has their number; of the others only those in which they have been seen.
CHATS = """
    SELECT {also} chats.id AS chat_id, chats.telegram_id, chats.title, chats.language, memberships.seen_at
    FROM {whose} LEFT JOIN chats ON chats.telegram_id = people.telegram_id
        OR chats.id IN (SELECT chat_id FROM memberships WHERE person_id = people.id)
    LEFT JOIN memberships ON memberships.chat_id = chats.id AND memberships.person_id = people.id
        AND chats.telegram_id <> people.telegram_id
    WHERE {which} = ? ORDER BY memberships.id
"""
OF_SESSION = CHATS.format(
    also="""sessions.id AS session_id, sessions.seen_at AS used_at, sessions.expires_at,
        people.id AS person_id, people.telegram_id AS person_number, people.name, people.role,""",
    whose="sessions JOIN people ON people.id = sessions.person_id",
    which="sessions.token_sha256",
)
OF_PERSON = CHATS.format(also="", whose="people", which="people.id")


@dataclass(frozen=True, slots=True)
class ReachableChat:
    """A chat whose library somebody may see: their own, or a group's in which they have been seen."""

    chat_id: int
    telegram_id: int
    title: str
    language: str
    seen_at: datetime | None  # None: their own


@dataclass(frozen=True, slots=True)
class Visit:
    """A session that has not ended."""

    session_id: int
    used_at: datetime
    person: Person
    chats: tuple[ReachableChat, ...]


async def find_visit(secret: str, now: datetime) -> Visit | None:
    """Who is signed in with a cookie, and what is theirs; None where the session has ended."""
    rows = await reader().execute_query_dict(OF_SESSION, [hash_secret(secret)])
    if not rows or read_moment(rows[0]["expires_at"]) <= now:
        return None
    first = rows[0]
    person = Person(
        id=first["person_id"], telegram_id=first["person_number"], name=first["name"], role=Role(first["role"])
    )
    return Visit(first["session_id"], read_moment(first["used_at"]), person, _read_chats(rows))


async def list_reachable(person_id: int) -> tuple[ReachableChat, ...]:
    """The chats that are somebody's to look at."""
    return _read_chats(await reader().execute_query_dict(OF_PERSON, [person_id]))


def _read_chats(rows: Sequence[Mapping[str, Any]]) -> tuple[ReachableChat, ...]:
    return tuple(
        ReachableChat(
            row["chat_id"],
            row["telegram_id"],
            row["title"],
            row["language"],
            read_moment(row["seen_at"]) if row["seen_at"] is not None else None,
        )
        for row in rows
        if row["chat_id"] is not None
    )
