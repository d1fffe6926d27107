"""How much room a library takes."""

from pathlib import Path

from bot.services.weighing import WEIGHED_FOR, Scales
from tests.factories import make_artifact, make_chat, make_finished, make_link


async def test_library_is_weighed_anew_after_a_minute(database: Path) -> None:
    now = 0.0
    scales, chat = Scales(lambda: now), await make_chat()
    artifact = make_artifact("thumb")
    before = await scales.weigh(chat.id, 100)
    await make_finished(await make_link(chat), artifacts=(artifact,))

    soon = await scales.weigh(chat.id, 100)
    now += WEIGHED_FOR + 1
    later = await scales.weigh(chat.id, 100)

    assert (before.used_bytes, soon.used_bytes, later.used_bytes) == (0, 0, artifact.bytes)


async def test_libraries_are_weighed_apart(database: Path) -> None:
    scales, mine, other = Scales(), await make_chat(), await make_chat()
    await make_finished(await make_link(mine))

    assert (await scales.weigh(mine.id, 100)).used_bytes > 0
    assert (await scales.weigh(other.id, 100)).used_bytes == 0
