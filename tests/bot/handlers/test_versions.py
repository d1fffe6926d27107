from models.tables import Snapshot
from tests.factories import NOW
from tests.house import TestHouse, permalink_of

HARBOUR = "https://example.com/old-harbour"


async def test_the_versions_of_a_link_are_listed_page_by_page(house: TestHouse) -> None:
    first = await house.save(HARBOUR)
    await house.press(first, "Capture again")
    second = await house.answer_to(first)
    link_id = (await Snapshot.all().first()).link_id  # type: ignore[union-attr]
    for version in range(3, 21):
        await Snapshot.create(
            link_id=link_id, permalink=f"{version:022}", version=version, url=HARBOUR, queued_at=NOW, status="complete"
        )
    await house.press(second, "⋯")

    await house.press(house.now(second), "Versions")
    listed = await house.reply_to(second)
    assert "20 versions" in listed.words
    assert f"/s/{20:022}" in listed.words
    await house.press(listed, "›")
    await house.press(house.now(listed), "›")

    last = house.now(listed).words
    assert permalink_of(first) in last
    assert permalink_of(second) in last


async def test_one_version_needs_no_list(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)

    await house.press(answer, "⋯")

    assert not any("Versions" in button.text for button in house.now(answer).buttons)
