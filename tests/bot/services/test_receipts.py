import json
from dataclasses import asdict

import pytest

from bot.services.receipts import read_receipt, write_receipt
from bot.services.showing import show_snapshot
from capture.types import Receipt
from models.queue import Outcome
from tests.factories import make_finished, make_outcome
from tests.ports import PUBLIC_URL, Desk
from tests.receipts import PLAIN, RECEIPT


@pytest.mark.parametrize("receipt", [RECEIPT, PLAIN])
def test_receipt_is_read_as_it_was_written(receipt: Receipt) -> None:
    stored = json.loads(json.dumps(write_receipt(receipt)))

    card = read_receipt(stored)

    assert card is not None
    assert asdict(card) == asdict(receipt)


def test_no_receipt_is_none() -> None:
    assert write_receipt(None) is None
    assert read_receipt(None) is None


async def test_row_keeps_a_receipt_and_what_is_awaited(desk: Desk) -> None:
    made = make_outcome()
    outcome = Outcome(made.status, made.label, made.captured_at, pending=("pdf",), receipt=write_receipt(RECEIPT))

    card = await show_snapshot((await make_finished(outcome=outcome)).id, PUBLIC_URL)

    assert card.pending == ("pdf",)
    assert card.receipt == read_receipt(write_receipt(RECEIPT))
