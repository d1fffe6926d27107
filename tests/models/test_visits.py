"""Who a cookie stands for, and what is theirs to look at."""

from datetime import timedelta

import pytest

from models.memberships import note_member
from models.sessions import create_session
from models.tables import ChatKind
from models.visits import find_visit, list_reachable
from tests.factories import NOW, make_chat, make_person
from tests.queries import CountQueries

pytestmark = pytest.mark.usefixtures("database")
LATER = NOW + timedelta(days=1)


async def test_cookie_is_a_person_with_their_own_chat_and_their_groups(count_queries: CountQueries) -> None:
    person, other = await make_person(), await make_person()
    own = await make_chat(person.telegram_id)
    groups = [await make_chat(kind=ChatKind.GROUP, title=title) for title in ("Cooks", "Walkers", "Strangers")]
    await note_member(groups[1].id, person.id, NOW)
    await note_member(groups[0].id, person.id, NOW)
    await note_member(groups[0].id, other.id, NOW)
    await note_member(groups[2].id, other.id, NOW)
    await create_session(person.id, "secret", "Firefox", NOW, LATER)

    with count_queries() as questions:
        visit = await find_visit("secret", NOW)

    assert visit is not None
    assert (visit.person.id, visit.person.telegram_id, visit.used_at) == (person.id, person.telegram_id, NOW)
    assert {(chat.chat_id, chat.seen_at) for chat in visit.chats} == {
        (own.id, None),
        (groups[0].id, NOW),
        (groups[1].id, NOW),
    }
    assert visit.chats == await list_reachable(person.id)
    assert len(questions) == 1


async def test_groups_come_in_the_order_in_which_somebody_was_first_seen_in_them() -> None:
    person = await make_person()
    first, second = await make_chat(kind=ChatKind.GROUP), await make_chat(kind=ChatKind.GROUP)
    await note_member(second.id, person.id, NOW)
    await note_member(first.id, person.id, NOW)

    assert [chat.chat_id for chat in await list_reachable(person.id)] == [second.id, first.id]


async def test_session_that_has_ended_and_a_cookie_that_is_none_are_nobody() -> None:
    person = await make_person()
    await create_session(person.id, "secret", "", NOW, LATER)

    assert await find_visit("secret", LATER) is None
    assert await find_visit("another", NOW) is None


async def test_person_without_a_chat_is_somebody_all_the_same() -> None:
    person = await make_person()
    await create_session(person.id, "secret", "", NOW, LATER)
    visit = await find_visit("secret", NOW)

    assert visit is not None
    assert visit.chats == ()
