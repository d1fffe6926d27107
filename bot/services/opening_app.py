"""The Mini App: Telegram says who has opened it, which is worth as much as a one-time link, and as often."""

from dataclasses import dataclass
from datetime import timedelta

from bot.parsing.openings import Opening, parse_opening
from bot.services.admitting import recognise
from bot.services.ports import Ports
from bot.services.signing_in import keep_signed_in
from models.sessions import spend_proof

FRESH = timedelta(minutes=5)  # since Telegram made the proof
AHEAD = timedelta(minutes=1)  # by which Telegram's clock may be before ours
BROWSER = "Telegram"  # what most of its built-in browsers do not say of themselves


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way in."""

    session: str  # the secret of a new session; empty where this browser is signed in as them already


async def open_app(
    init_data: str, browser: str, signed_in_id: int, token: str, allowed_users: tuple[int, ...], ports: Ports
) -> Entrance | None:
    """Sign in whom Telegram names, once for each opening; None for a proof that is worth nothing, and for strangers.

    `signed_in_id` is the person who is signed in in that browser: Telegram's applications have one for all accounts.
    """
    opening = parse_opening(init_data, token)
    person = await recognise(opening.telegram_id, "", allowed_users) if opening else None
    if opening is None or person is None:
        return None
    if person.id == signed_in_id:  # looked at again, perhaps much later; their cookie has let them in already
        return Entrance("")
    if not _is_fresh(opening, ports):
        return None
    if not await spend_proof(person.id, opening.proof, ports.clock(), opening.opened_at + FRESH):
        return None
    return Entrance(await keep_signed_in(person.id, f"{BROWSER} {browser}", ports))


def _is_fresh(opening: Opening, ports: Ports) -> bool:
    return -AHEAD <= ports.clock() - opening.opened_at < FRESH
