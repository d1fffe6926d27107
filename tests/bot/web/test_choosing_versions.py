"""Any two versions of a link, chosen on the web by the people of its library."""

import pytest

from models.snapshots import get_snapshot
from models.tables import Snapshot
from tests.bot.handlers.conftest import house, open_with  # noqa: F401 - fixtures
from tests.house import FRIEND, TestHouse, permalink_of
from tests.webhouse import Reader, open_browser, sign_in


async def save_three(house: TestHouse) -> list[str]:  # noqa: F811
    """The permalink ids of three versions."""
    answer = await house.save("https://example.com/old-harbour")
    ids = [permalink_of(answer).rpartition("/")[2]]
    for number in (2, 3):
        sent = await house.chat.send_text(101, 101, "/retry", reply_to=answer.message_id)
        newer = permalink_of(await house.answer_to(sent)).rpartition("/")[2]
        await Snapshot.filter(id=(await get_snapshot(newer)).id).update(text=f"It is version {number} now.")
        ids.append(newer)
    return ids


@pytest.mark.slow
async def test_people_of_the_library_choose_any_two_versions_and_strangers_do_not(house: TestHouse) -> None:  # noqa: F811
    first, second, third = await save_three(house)
    async with open_browser(house) as browser:
        mine, hers, stranger = await sign_in(house, browser), await sign_in(house, browser, FRIEND), Reader(browser)

        assert "<select" not in (await stranger.get(f"/s/{third}/changes"))[1]
        assert (await stranger.get(f"/s/{third}/changes?from={first}"))[0] == 404
        assert (await hers.get(f"/s/{third}/changes?from={first}"))[0] == 404
        _, page = await mine.get(f"/s/{third}/changes")
        status, chosen = await mine.get(f"/s/{second}/changes?from={first}&to={third}")
        after = await stranger.get(f"/s/{third}/changes?from={first}")

    assert page.count("<option") == 6
    assert f'value="{second}" selected' in page
    assert status == 200
    assert f'value="{first}" selected' in chosen
    assert "It is version 3 now." in chosen
    assert "What counts as a change?" in chosen
    assert after[0] == 200, "what is known is shown"
