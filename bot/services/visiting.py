"""Who visits the web: a person who is signed in, and the libraries that are theirs to look at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Library:
    """One chat's links, as its people call it."""

    chat_id: int
    title: str = ""  # of the group or channel; empty for one's own
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in."""

    person_id: int
    name: str
    libraries: tuple[Library, ...]  # one's own first
    form_token: str  # goes with every form; nobody else's page knows it
    locale: str = ""  # chosen in the chat; empty: as the browser says
    session_id: int = 0  # of this browser; 0 where there are no sessions

    def library(self, chat_id: int) -> Library | None:
        """The library of that chat, where this visitor may see it."""
        return next((library for library in self.libraries if library.chat_id == chat_id), None)

    def may_see(self, chat_id: int) -> bool:
        """Whether what that chat keeps is theirs to look at and to change."""
        return self.library(chat_id) is not None


async def find_nobody(_cookie: str) -> Visitor | None:
    """A house in which nobody is signed in."""
    return None
