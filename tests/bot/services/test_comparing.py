from dataclasses import replace

import pytest

from bot.errors import InvalidRequest
from bot.services.comparing import compare_permalinks
from bot.services.ports import Difference, Side
from models.errors import NotFound
from models.tables import Comparison, Link, Snapshot
from models.usage import used_bytes
from tests.factories import make_finished, make_link, make_outcome
from tests.ports import Desk


async def versions(count: int) -> list[Snapshot]:
    link = await make_link()
    return [
        await make_finished(link, outcome=make_outcome(text=f"Sentence {number} here."), artifacts=())
        for number in range(count)
    ]


async def test_strangers_see_each_version_against_the_one_before_and_what_is_known(desk: Desk) -> None:
    first, second, third = await versions(3)
    ports = desk.ports()

    near = await compare_permalinks(third.permalink, "", ports, may_start=False)
    named = await compare_permalinks(second.permalink, first.permalink, ports, may_start=False)
    with pytest.raises(NotFound):
        await compare_permalinks(third.permalink, first.permalink, ports, may_start=False)
    await compare_permalinks(third.permalink, first.permalink, ports, may_start=True)
    known = await compare_permalinks(third.permalink, first.permalink, ports, may_start=False)

    assert near.added == known.added == ("Sentence 2 here.",)
    assert named.removed == known.removed == ("Sentence 0 here.",)
    assert await Comparison.all().count() == 3


async def test_what_an_older_rule_found_is_worked_out_again(desk: Desk) -> None:
    first, second = await versions(2)
    await compare_permalinks(second.permalink, "", desk.ports(), may_start=True)
    await Comparison.all().update(outcome={"rule": 1, "added": ["nonsense"]})

    card = await compare_permalinks(second.permalink, first.permalink, desk.ports(), may_start=False)

    assert card.added == ("Sentence 1 here.",)
    assert await Comparison.all().count() == 1


async def test_what_is_too_much_work_is_said_and_not_kept(desk: Desk) -> None:
    _, second = await versions(2)

    async def refuse(_older: Side, _newer: Side) -> Difference | None:
        return None

    with pytest.raises(InvalidRequest, match="compare_failed"):
        await compare_permalinks(second.permalink, "", replace(desk.ports(), compare=refuse), may_start=True)
    assert await Comparison.all().count() == 0


async def test_the_picture_of_a_comparison_counts_among_what_a_chat_keeps(desk: Desk) -> None:
    first, second = await versions(2)

    async def draw(_older: Side, _newer: Side) -> Difference | None:
        return Difference(added=("It is new.",), has_picture=True, regions=1, share=0.5, jpeg=b"\xff\xd8" + bytes(998))

    chat_id = (await Link.get(id=second.link_id)).chat_id
    before = await used_bytes(chat_id)
    await compare_permalinks(second.permalink, first.permalink, replace(desk.ports(), compare=draw), may_start=True)

    assert await used_bytes(chat_id) == before + 1000
