"""`snapkeep verify`: hashes what was stored again and compares."""

import click

from bot.app import Store
from bot.commands.permalinks import ID_SETTINGS, read_permalink
from bot.commands.session import with_store
from bot.services.cards import SnapshotCard
from bot.services.showing import show_permalink
from bot.services.verifying import RESOURCE, Verdict, verify


@click.command("verify", context_settings=ID_SETTINGS)
@click.argument("permalink")
def command(permalink: str) -> None:
    """Check that the stored artifacts are unchanged since they were kept."""

    async def work(store: Store) -> tuple[SnapshotCard, Verdict]:
        card = await show_permalink(read_permalink(permalink), store.settings.public_url)
        return card, await verify(card, store.blobs)

    card, verdict = with_store(work)
    if verdict.differences:
        listed = ", ".join(_name(one.kind, one.sha256, one.problem) for one in verdict.differences)
        click.echo(f"{card.permalink}: {listed}", err=True)
        raise click.exceptions.Exit(1)
    if not verdict.kept:
        click.echo(f"{card.permalink}: nothing is stored ({card.status})", err=True)
    for kept in verdict.kept:
        click.echo(f"{kept.kind:<12} {kept.sha256}  unchanged")


def _name(kind: str, sha256: str, problem: str) -> str:
    """A snapshot has many resources, so that these are told apart by their hashes."""
    return f"{kind} {sha256[:12]} is {problem}" if kind == RESOURCE else f"{kind} is {problem}"
