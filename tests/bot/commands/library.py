"""What the owner has kept before a command is called."""

from functools import partial

from bot.app import Store
from bot.services.admitting import get_owner
from models.chats import get_library
from models.queue import Outcome, StoredArtifact
from models.tables import Snapshot
from models.tags import add_tags
from tests.factories import make_failed, make_finished, make_link, make_outcome

PICTURE = b"\xff\xd8 a picture"


async def keep(store: Store, *, url: str, title: str, tags: tuple[str, ...] = ()) -> str:
    """Keep a page in the owner's library; return its permalink's id."""
    link = await make_link(await get_library(await get_owner()), url)
    await add_tags(link, list(tags))
    name = await store.blobs.put(PICTURE)
    artifact = StoredArtifact("screenshot", "image/jpeg", len(PICTURE), name, 1280, 900)
    outcome: Outcome = make_outcome(title=title, text=f"All about {title}.")
    return (await make_finished(link, outcome=outcome, artifacts=(artifact,))).permalink


async def keep_failure(_: Store) -> str:
    """A page in the owner's library that could not be captured."""
    link = await make_link(await get_library(await get_owner()), "https://example.com/gone")
    return (await make_failed(link)).permalink


async def keep_under(permalink: str, store: Store) -> None:
    """A page in the owner's library whose permalink has that id."""
    made = await keep(store, url="https://example.com/old-harbour", title="Old harbour")
    await Snapshot.filter(permalink=made).update(permalink=permalink)


harbour = partial(keep, url="https://example.com/old-harbour", title="Old harbour", tags=("sea", "港口"))
garden = partial(keep, url="https://example.com/garden", title="A garden", tags=("green",))
