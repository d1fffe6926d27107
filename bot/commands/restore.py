"""`snapkeep restore`: a backup takes the place of what is there."""

import asyncio
import sys
from pathlib import Path

import click

from bot.app import find_library, only_service
from bot.commands.session import start
from bot.errors import CommandFailed
from bot.i18n import get_translator
from bot.services.restoring import holds_links, restore


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Put it in the place of links that are there.")
def command(file: Path, *, force: bool) -> None:
    """Check FILE to its last byte, then put it in place. The service must not run."""
    settings = start()
    library = find_library(settings)
    with only_service(settings.data_dir):
        if holds_links(library.database) and not force:
            _ask(settings.data_dir)
        made = asyncio.run(restore(library, file.absolute()))
    size = get_translator("en").size(made.blob_bytes)
    click.echo(f"{file}: {made.links} links, {made.blobs} files, {size}, as of {made.made_at[:16]}Z")


def _ask(folder: Path) -> None:
    if not sys.stdin.isatty():
        raise CommandFailed(f"there are links in {folder}: with --force the backup takes their place")
    click.confirm(f"There are links in {folder}. Put the backup in their place?", abort=True)
