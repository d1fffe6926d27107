"""`snapkeep show`: what is known about one snapshot."""

import json

import click

from bot.app import Store
from bot.commands.permalinks import ID_SETTINGS, read_permalink
from bot.commands.session import with_store
from bot.i18n import get_translator
from bot.services.cards import ReceiptCard, SnapshotCard
from bot.services.showing import show_permalink
from bot.views.html import clean, clean_lines
from bot.views.labels import warning_of
from bot.web.documents import describe_snapshot, format_moment


@click.command("show", context_settings=ID_SETTINGS)
@click.argument("permalink")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(permalink: str, *, as_json: bool) -> None:
    """Show what is known about one snapshot."""

    async def work(store: Store) -> SnapshotCard:
        return await show_permalink(read_permalink(permalink), store.settings.public_url)

    card = with_store(work)
    if as_json:
        document = describe_snapshot(card) | {"tags": list(card.tags), "note": clean_lines(card.note)}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for name, value in _lines(card):
        if value:
            click.echo(f"{name:<12} {clean(value)}")


def _lines(card: SnapshotCard) -> list[tuple[str, str]]:
    translator = get_translator("en")
    sizes = (f"{one.kind} {translator.size(one.bytes)}" for one in card.artifacts)
    return [
        ("title", card.title),
        ("address", card.url),
        ("final", card.final_url if card.final_url != card.url else ""),
        ("status", " ".join(part for part in (card.status, card.label) if part)),
        ("", warning_of(card, translator)),
        ("captured", format_moment(card.captured_at) or ""),
        ("version", f"{card.version} of {len(card.versions)}"),
        ("tags", " ".join(f"#{tag}" for tag in card.tags)),
        ("note", card.note),
        ("artifacts", ", ".join(sizes)),
        ("pending", ", ".join(card.pending)),
        *_receipt_lines(card.receipt),
        ("permalink", card.permalink),
    ]


def _receipt_lines(receipt: ReceiptCard | None) -> list[tuple[str, str]]:
    """The receipt in short; all of it is in the JSON."""
    if receipt is None:
        return []
    hops = [(f"{hop.status or '?'} {hop.url} {hop.server_address}".rstrip()) for hop in receipt.hops]
    names = ["way", *[""] * (len(hops) - 1)]
    return [
        *zip(names, hops, strict=False),
        ("certificate", receipt.certificate.sha256 if receipt.certificate else ""),
        ("browser", f"Chromium {receipt.chromium_version}, Snapkeep {receipt.snapkeep_version}"),
    ]
