from pathlib import Path

import pytest

from bot.services.receiving import receive_update
from models.updates import list_unhandled
from tests.factories import BOT_ID
from tests.ports import open_desk


async def test_update_is_a_row_and_rings_once_however_often_it_is_brought(database: Path, tmp_path: Path) -> None:
    ports, rings = open_desk(tmp_path).ports(), list[int]()

    for _ in range(2):
        await receive_update({"update_id": 5, "message": {}}, ports, lambda: rings.append(1))

    assert [row.payload for row in await list_unhandled(BOT_ID)] == [{"update_id": 5, "message": {}}]
    assert rings == [1]


@pytest.mark.parametrize("number", [None, "5", True, -1, 2**63, 1.5])
async def test_what_has_no_number_is_no_update(database: Path, tmp_path: Path, number: object) -> None:
    with pytest.raises(ValueError, match="no update"):
        await receive_update({"update_id": number}, open_desk(tmp_path).ports(), lambda: None)

    assert await list_unhandled(BOT_ID) == []
