"""`snapkeep import`: bookmarks of other programs, lists of addresses, and our own exports."""

import asyncio
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import click

from bot.app import Store, egress_policy
from bot.browsers import choose_browser
from bot.commands.import_file import ImportFile, open_import
from bot.commands.session import with_store
from bot.errors import InvalidRequest
from bot.i18n import get_translator
from bot.parsing.bookmarks import Bookmark
from bot.parsing.tags import parse_tag
from bot.services.importing import Imported, bookmark_of, import_bookmark, import_kept
from bot.views.addresses import host_of
from bot.views.errors import error_text
from capture.engine import ChromiumEngine, EngineConfig

REFUSED = "refused"


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tag", "tags", multiple=True, metavar="T", help="Label all of them; may be given several times.")
def command(file: Path, tags: tuple[str, ...]) -> None:
    """Keep the bookmarks in FILE, with their tags, notes and dates, and capture each now.

    FILE: a bookmarks file of a browser, an export of Pocket, Karakeep, linkding, Shiori and others as HTML, CSV or
    JSON, a list of addresses, or what `snapkeep export` wrote. Stopped and begun again, it goes on where it was.
    """
    if wrong := next((tag for tag in tags if parse_tag(tag) is None), None):
        raise click.BadParameter(f"{wrong!r} is no tag: letters, digits and _ make one, without spaces")
    with open_import(file) as found:
        counts = with_store(lambda store: _import(store, found, tags))
    click.echo(", ".join(f"{counts[one]} {one}" for one in (*Imported, REFUSED) if counts[one]))
    if lost := counts[REFUSED] + counts[Imported.FAILED]:
        click.echo(
            f"{lost} of them could not be captured or are no addresses that can be; `snapkeep find is:failed`", err=True
        )
        raise click.exceptions.Exit(1)


async def _import(store: Store, found: ImportFile, tags: tuple[str, ...]) -> Counter[str]:
    """Bring back what came with its captures, then capture the rest, some at a time."""
    counts: Counter[str] = Counter()
    rest = list(found.bookmarks)
    for kept in found.kept:
        labelled = replace(kept, tags=(*kept.tags, *tags))
        done = await import_kept(labelled, found.read, store.ports())
        if done is None:
            rest.append(bookmark_of(kept))
        else:
            counts[done] += 1
    if rest:
        await _capture_all([replace(one, tags=(*one.tags, *tags)) for one in rest], store, counts)
    return counts


async def _capture_all(bookmarks: list[Bookmark], store: Store, counts: Counter[str]) -> None:
    settings, coming = store.settings, iter(enumerate(bookmarks, 1))
    async with ChromiumEngine(EngineConfig(choose_browser(settings), egress_policy(settings))) as engine:

        async def work() -> None:
            for place, bookmark in coming:
                try:
                    done: str = await import_bookmark(
                        bookmark, engine, store.ports(), lambda _step: None, settings.capture_seconds
                    )
                except InvalidRequest as refusal:
                    done = REFUSED
                    click.echo(f"{bookmark.url}: {_explain(bookmark, refusal)}", err=True)
                counts[done] += 1
                if sys.stderr.isatty():
                    click.echo(f"{place}/{len(bookmarks)} {done}: {bookmark.url[:80]}", err=True)

        async with asyncio.TaskGroup() as tasks:
            for number in range(min(settings.captures, len(bookmarks))):
                tasks.create_task(work(), name=f"import {number}")


def _explain(bookmark: Bookmark, refusal: InvalidRequest) -> str:
    return error_text(refusal.sentence, get_translator("en"), site=host_of(bookmark.url), **refusal.values)
