"""`snapkeep backup`: everything in one file, while the service runs."""

import asyncio
from pathlib import Path

import click

from bot.app import find_library, utc_now
from bot.commands.session import start
from bot.errors import CommandFailed
from bot.i18n import get_translator
from bot.services.backing_up import back_up


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(file: Path, *, force: bool) -> None:
    """Write links, pictures and secrets into FILE, a tar; a name that ends in .gz has it compressed."""
    settings = start()
    if file.exists() and not force:
        raise CommandFailed(f"{file} is there already: choose another name, or add --force")
    library = find_library(settings)
    if not library.database.exists():
        raise CommandFailed(f"there is nothing to back up in {settings.data_dir}")
    report = asyncio.run(back_up(library, file.absolute(), utc_now()))
    made = report.manifest
    click.echo(f"{file}: {made.links} links, {made.blobs} files, {get_translator('en').size(made.blob_bytes)}")
    if report.missing:
        missing = len(report.missing)
        click.echo(f"{missing} files that links need are missing: run `snapkeep doctor`", err=True)
        raise click.exceptions.Exit(1)
