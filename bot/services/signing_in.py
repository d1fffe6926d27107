"""Signing in without a password: the chat knows who somebody is, and gives them a link that opens once."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.services.admitting import is_allowed
from bot.services.libraries import choose_libraries
from bot.services.ports import Ports
from bot.services.visiting import Visitor
from models.ids import new_secret
from models.sessions import (
    create_session,
    create_sign_in,
    end_other_sessions,
    end_session,
    is_session,
    is_sign_in,
    list_sessions,
    prolong_session,
    redeem_sign_in,
)
from models.tables import Person
from models.visits import find_visit

LINK_LASTS = timedelta(seconds=60)
SESSION_LASTS = timedelta(days=90)  # since it was last used
NOTE_EVERY = timedelta(hours=1)  # a session's row is written anew at most so often
MAX_SECRET = 64  # characters; ours have 32


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A browser in which somebody is signed in, as they see it."""

    session_id: int
    browser: str  # as it named itself
    created_at: datetime
    seen_at: datetime
    is_this: bool


async def offer_sign_in(person: Person, ports: Ports) -> str:
    """Return the address that signs this person in, once and within a minute."""
    secret = new_secret()
    await create_sign_in(person.id, secret, ports.clock() + LINK_LASTS)
    return f"{ports.public_url}/in/{secret}"


async def would_sign_in(secret: str, ports: Ports) -> bool:
    """Whether a one-time link is still good; looking does not use it up."""
    return len(secret) <= MAX_SECRET and await is_sign_in(secret, ports.clock())


async def sign_in(secret: str, browser: str, ports: Ports) -> str | None:
    """Use a one-time link up; return the secret of the session, None where the link is worth nothing."""
    person_id = await redeem_sign_in(secret, ports.clock()) if len(secret) <= MAX_SECRET else None
    if person_id is None:
        return None
    return await keep_signed_in(person_id, browser, ports)


async def keep_signed_in(person_id: int, browser: str, ports: Ports) -> str:
    """Return the secret of a new session; whoever calls this knows who somebody is."""
    session, now = new_secret(), ports.clock()
    await create_session(person_id, session, browser, now, now + SESSION_LASTS)
    return session


async def recognise_session(secret: str, ports: Ports, allowed_users: tuple[int, ...]) -> Visitor | None:
    """Return who a cookie belongs to; None where it has ended, or its person may not use this house any more."""
    now = ports.clock()
    visit = await find_visit(secret, now) if len(secret) <= MAX_SECRET else None
    if visit is None or not is_allowed(visit.person, allowed_users):
        return None
    if now - visit.used_at > NOTE_EVERY:
        await prolong_session(visit.session_id, now, now + SESSION_LASTS)
    libraries = await choose_libraries(visit.person, visit.chats, ports)
    language = next((chat.language for chat in visit.chats if chat.chat_id == libraries[0].chat_id), "")
    return Visitor(visit.person.id, visit.person.name, libraries, form_token_of(secret), language, visit.session_id)


async def show_sessions(visitor: Visitor, ports: Ports) -> tuple[SessionCard, ...]:
    """Where somebody is signed in, this browser first."""
    rows = await list_sessions(visitor.person_id, ports.clock())
    cards = (SessionCard(one.id, one.name, one.created_at, one.seen_at, one.id == visitor.session_id) for one in rows)
    return tuple(sorted(cards, key=lambda card: not card.is_this))


async def goes_on(visitor: Visitor, ports: Ports) -> bool:
    """Whether the session in which somebody visits has not been ended meanwhile."""
    return await is_session(visitor.session_id, ports.clock())


async def sign_out(visitor: Visitor, session_id: int) -> None:
    """End one of somebody's sessions now; raise `NotFound` for any other."""
    await end_session(visitor.person_id, session_id)


async def sign_out_others(visitor: Visitor) -> None:
    """End all of somebody's sessions but the one in which they visit."""
    await end_other_sessions(visitor.person_id, but=visitor.session_id)


def form_token_of(secret: str) -> str:
    """What proves that a form comes from a page of this session: a foreign site can neither read nor guess it."""
    return hmac.new(secret.encode(), b"form", sha256).hexdigest()
