from bot.errors import MessageRefused, RetryLater
from bot.services.ports import Target
from bot.services.refreshing import NEWEST, admit_missing, refresh_answers
from bot.services.showing import show_snapshot
from models.deliveries import finish_delivery
from models.links import bin_link
from models.tables import Link, Snapshot
from models.tags import add_tags
from tests.factories import NOW, make_delivery, make_finished, make_link
from tests.paper import PaperMessenger
from tests.ports import CHAT, PUBLIC_URL, Desk


async def make_answers(messenger: PaperMessenger, count: int) -> Link:
    """A link with answers that stand in its chat."""
    link = await make_link()
    for _ in range(count):
        snapshot = await make_finished(link)
        card = await show_snapshot(snapshot.id, PUBLIC_URL)
        delivery = await make_delivery(snapshot)
        message_id = len(messenger.messages) + 1
        messenger.put_answer(Target(CHAT), message_id, card)
        await finish_delivery(delivery.id, message_id, "")
    return link


def tags_in_chat(messenger: PaperMessenger) -> list[tuple[str, ...]]:
    return [message.card.tags for message in messenger.in_chat(CHAT) if message.card]


async def test_newest_answers_show_the_tags_that_the_link_has_now(desk: Desk, messenger: PaperMessenger) -> None:
    link = await make_answers(messenger, NEWEST + 1)
    await add_tags(link, ["sea"])

    await refresh_answers(link.id, desk.ports(), messenger)

    assert tags_in_chat(messenger) == [(), *[("sea",)] * NEWEST]


async def test_answer_that_cannot_be_edited_holds_up_no_other(desk: Desk, messenger: PaperMessenger) -> None:
    link = await make_answers(messenger, 3)
    await add_tags(link, ["sea"])
    messenger.fail("refresh_card", RetryLater("flood limit", 9), MessageRefused("message can't be edited"))

    await refresh_answers(link.id, desk.ports(), messenger)

    assert tags_in_chat(messenger) == [("sea",), (), ()]


async def test_answers_about_a_deleted_link_stay_as_they_are(desk: Desk, messenger: PaperMessenger) -> None:
    link = await make_answers(messenger, 1)
    await add_tags(link, ["sea"])
    await bin_link(link.id, NOW)

    await refresh_answers(link.id, desk.ports(), messenger)

    assert tags_in_chat(messenger) == [()]


async def test_answer_says_what_could_not_be_made_after_it(desk: Desk, messenger: PaperMessenger) -> None:
    link = await make_answers(messenger, 1)
    snapshot = await Snapshot.get(link_id=link.id)
    snapshot.missing = ["pdf"]
    await snapshot.save()

    await admit_missing(snapshot.id, desk.ports(), messenger)

    assert [message.card.missing for message in messenger.in_chat(CHAT) if message.card] == [("pdf",)]


async def test_answer_that_is_right_already_is_left_alone(desk: Desk, messenger: PaperMessenger) -> None:
    link = await make_answers(messenger, 1)
    await add_tags(link, ["sea"])  # which an edit would show
    snapshot = await Snapshot.get(link_id=link.id)

    await admit_missing(snapshot.id, desk.ports(), messenger)

    assert tags_in_chat(messenger) == [()]
