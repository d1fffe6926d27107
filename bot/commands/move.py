"""`snapkeep move`: a library goes to another database, another place for its files, or both."""

import asyncio
import sys

import click

from bot.app import only_service, prepare_folder
from bot.commands.session import start
from bot.errors import CommandFailed, StartFailed
from bot.services.moving import MovedFiles, move_database, move_files
from bot.settings import PREFIX, Settings, hide_passwords
from models.blobs import BlobStore
from models.blobs.backends import open_blobs
from models.errors import BlobsUnusable, DatabaseLost, DatabaseUnusable, StoreFull, StoreUnreachable
from models.moving import Moved


@click.command("move")
@click.option("--database", "database_url", default="", help="SQLite or PostgreSQL, as in SNAPKEEP_DATABASE_URL.")
@click.option("--blobs", "blobs_url", default="", help="A folder or a bucket, as in SNAPKEEP_BLOBS_URL.")
def command(database_url: str, blobs_url: str) -> None:
    """Copy everything to another database, to another place for the files, or to both. The service must not run."""
    settings = start()
    if not database_url and not blobs_url:
        raise click.UsageError("say where to: --database, --blobs, or both")
    if database_url == settings.database_url or blobs_url == settings.blobs_url:
        raise click.UsageError("that is where it is already")
    prepare_folder(settings.data_dir)
    with only_service(settings.data_dir):
        asyncio.run(_move(settings, database_url, blobs_url))
    click.echo("Nothing was removed here. To go on there, write into .env, with the passwords:")
    for name, url in (("DATABASE_URL", database_url), ("BLOBS_URL", blobs_url)):
        if url:
            click.echo(f"{PREFIX}{name}={hide_passwords(url)}")


async def _move(settings: Settings, database_url: str, blobs_url: str) -> None:
    """Files first: no row is anywhere without its file."""
    try:
        if blobs_url:
            target = await _open_target(blobs_url)
            _tell_files(await move_files(open_blobs(settings.blobs_url), target, _say))
        if database_url:
            _tell_rows(await move_database(settings.database_url, database_url, _say))
    except BlobsUnusable as error:
        raise StartFailed(f"{PREFIX}BLOBS_URL: {error}") from error
    except DatabaseUnusable as error:
        raise StartFailed(f"--database: {error}") from error
    except (StoreUnreachable, StoreFull, DatabaseLost) as error:
        raise CommandFailed(f"{error}; what is copied stays there, so move again to go on") from error


async def _open_target(url: str) -> BlobStore:
    """The place that the files go to, written to before anything is read; some buckets are made by that."""
    try:
        blobs = open_blobs(url)
        await blobs.check()
    except (BlobsUnusable, StoreUnreachable, StoreFull) as error:
        raise StartFailed(f"--blobs: {error}") from error
    return blobs


def _tell_files(moved: MovedFiles) -> None:
    click.echo(f"files: {moved.files} there, {moved.copied} of them copied now, all hashed")
    if moved.damaged:
        raise CommandFailed(
            f"{len(moved.damaged)} files are damaged here and stay: `snapkeep doctor --full` names pages"
        )


def _tell_rows(moved: list[Moved]) -> None:
    for table in moved:
        click.echo(f"{table.table}: {table.rows} rows, sha256 {table.digest[:16]}… in both")


def _say(progress: str) -> None:
    """How far it is, to whoever sits there."""
    if sys.stderr.isatty():
        click.echo(f"\r{progress}    ", nl=False, err=True)
