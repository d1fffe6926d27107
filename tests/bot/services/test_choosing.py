from bot.services.choosing import describe_settings
from bot.services.ports import Limits
from models.chats import set_language, set_listening
from models.links import bin_link
from models.queue import StoredArtifact
from models.tables import ChatKind
from tests.factories import NOW, make_chat, make_finished, make_link
from tests.ports import Desk


async def test_settings_say_what_was_chosen_and_used(desk: Desk) -> None:
    chat = await make_chat(kind=ChatKind.GROUP)
    await set_language(chat, "zh-Hans")
    await set_listening(chat, listens_to_all=False)
    same = StoredArtifact("screenshot", "image/jpeg", 300, "a" * 64)
    for _ in range(2):
        await make_finished(await make_link(chat), artifacts=(same,))
    await make_finished()

    card = await describe_settings(chat, desk.ports(Limits(max_per_day=9, max_bytes=1000)))

    assert (card.language, card.is_group, card.listens_to_all) == ("zh-Hans", True, False)
    assert (card.links, card.captures_today, card.max_per_day) == (2, 2, 9)
    assert (card.used_bytes, card.max_bytes) == (300, 1000), "the same bytes are counted once"


async def test_yesterdays_captures_and_deleted_links_are_not_counted(desk: Desk) -> None:
    chat = await make_chat()
    link = await make_link(chat)
    await make_finished(link)
    await bin_link(link.id, NOW)
    desk.clock.wait(25 * 3600)

    card = await describe_settings(chat, desk.ports())

    assert (card.links, card.captures_today) == (0, 0)
