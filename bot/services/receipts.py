"""Receipts: from a capture into a row, and from the row to a card, as JSON whose shape is checked both ways."""

from pydantic import TypeAdapter

from bot.services.cards import ReceiptCard

READ = TypeAdapter(ReceiptCard)  # a field that older receipts do not have needs a default there


def write_receipt(receipt: object | None) -> dict[str, object] | None:
    """A `capture.types.Receipt` as its row keeps it; it is not named here because the web front reads receipts, too."""
    if receipt is None:
        return None
    document: dict[str, object] = TypeAdapter(type(receipt)).dump_python(receipt, mode="json")
    return document


def read_receipt(stored: dict[str, object] | None) -> ReceiptCard | None:
    """The receipt as `write_receipt` wrote it, by this version or an older one."""
    return READ.validate_python(stored) if stored else None
