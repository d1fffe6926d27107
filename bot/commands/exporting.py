"""`snapkeep export`: the owner's whole library, to be read elsewhere or brought back by `snapkeep import`."""

import asyncio
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import click

from bot.app import Store, utc_now
from bot.commands.session import with_store
from bot.errors import CommandFailed
from bot.services.admitting import get_owner
from bot.services.exporting import list_hashes, list_links, write_bookmarks, write_document
from models.chats import get_library
from models.errors import BlobMissing

DOCUMENT = "snapkeep.json"  # in an archive, beside the folder of the files
BLOBS = "blobs"


@click.command("export")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(file: Path | None, *, force: bool) -> None:
    """Write all links as JSON: to standard output, or to FILE.

    FILE.zip holds every picture and page, too; FILE.html is a bookmarks file for browsers and other programs.
    """
    if file is not None and file.exists() and not force:
        raise CommandFailed(f"{file} is there already: choose another name, or add --force")

    async def work(store: Store) -> list[str]:
        chat_id = (await get_library(await get_owner())).id
        if file is not None and file.suffix == ".zip":
            return await _write_archive(file, chat_id, store)
        is_html = file is not None and file.suffix in {".html", ".htm"}
        await _write_text(file, write_bookmarks(chat_id) if is_html else write_document(chat_id, utc_now()))
        return []

    if missing := with_store(work):
        click.echo(f"{len(missing)} files are missing here and there: run `snapkeep doctor`", err=True)
        raise click.exceptions.Exit(1)


async def _write_text(file: Path | None, pieces: AsyncIterator[str]) -> None:
    if file is None:
        async for piece in pieces:
            click.echo(piece, nl=False)
        return
    text = "".join([piece async for piece in pieces])
    await asyncio.to_thread(file.write_text, text, "utf-8")


async def _write_archive(file: Path, chat_id: int, store: Store) -> list[str]:
    """Write the document and every file that it names, each once; the names of those that are missing."""
    part, done, missing = file.with_name(f"{file.name}.part"), set[str](), list[str]()
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:  # pictures are packed already
        async for link in list_links(chat_id):
            for name in (name for one in link.snapshots for name in list_hashes(one) if name not in done):
                done.add(name)
                try:
                    content = await store.blobs.get(name)
                except BlobMissing:
                    missing.append(name)
                    continue
                await asyncio.to_thread(archive.writestr, f"{BLOBS}/{name}", content)
        text = "".join([piece async for piece in write_document(chat_id, utc_now())])
        await asyncio.to_thread(archive.writestr, DOCUMENT, text, zipfile.ZIP_DEFLATED)
    await asyncio.to_thread(part.replace, file)
    return missing
