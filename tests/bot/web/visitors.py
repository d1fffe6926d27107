"""Somebody who is signed in, for tests of pages behind the door."""

from aiohttp import ClientSession

from bot.services.visiting import Library, Visitor

COOKIE = "a-session"
FORM_TOKEN = "a-token-of-this-session"


def make_visitor(*libraries: Library, person_id: int = 1, locale: str = "") -> Visitor:
    return Visitor(person_id, "Ada", libraries or (Library(1),), FORM_TOKEN, locale)


class Door:
    """Lets one visitor in by their cookie."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    async def __call__(self, cookie: str) -> Visitor | None:
        return self.visitor if cookie == COOKIE else None


def sign_in(client: ClientSession, name: str = "snapkeep") -> None:
    """Give the client the cookie, whatever address it visits."""
    client.headers["Cookie"] = f"{name}={COOKIE}"
