"""`snapkeep verify`: hashes the stored artifacts again and compares."""

import click

from bot.app import Store
from bot.commands.permalinks import read_permalink
from bot.commands.session import with_store
from bot.services.cards import SnapshotCard
from bot.services.showing import show_permalink
from bot.services.verifying import Difference, verify


@click.command("verify")
@click.argument("permalink")
def command(permalink: str) -> None:
    """Check that the stored artifacts are unchanged since they were kept."""

    async def work(store: Store) -> tuple[SnapshotCard, tuple[Difference, ...]]:
        card = await show_permalink(read_permalink(permalink), store.settings.public_url)
        return card, await verify(card, store.blobs)

    card, differences = with_store(work)
    if differences:
        listed = ", ".join(f"{one.kind} is {one.problem}" for one in differences)
        click.echo(f"{card.permalink}: {listed}", err=True)
        raise click.exceptions.Exit(1)
    if not card.artifacts:
        click.echo(f"{card.permalink}: nothing is stored ({card.status})", err=True)
    for artifact in card.artifacts:
        click.echo(f"{artifact.kind:<12} {artifact.sha256}  unchanged")
