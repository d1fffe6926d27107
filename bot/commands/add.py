"""`snapkeep add`: capture now, in this process."""

import json
import sys

import click

from bot.app import Store, egress_policy
from bot.browsers import choose_browser
from bot.commands.session import with_store
from bot.errors import InvalidRequest
from bot.i18n import get_translator
from bot.parsing.tags import parse_tag
from bot.services.adding import add
from bot.services.cards import SnapshotCard
from bot.views.addresses import host_of
from bot.views.errors import error_text
from bot.views.labels import warning_of
from bot.web.documents import describe_snapshot
from capture.engine import ChromiumEngine, EngineConfig
from capture.types import Step


def _read_tags(_context: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        if parse_tag(text) is None:
            raise click.BadParameter(f"{text!r} is no tag: letters, digits and _ make one, without spaces")
    return texts


@click.command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="T",
    callback=_read_tags,
    help="Label the links; may be given several times.",
)
@click.option("--note", default="", metavar="N", help="A note for the links.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(urls: tuple[str, ...], tags: tuple[str, ...], note: str, *, as_json: bool) -> None:
    """Capture pages now and print their permalinks."""

    async def work(store: Store) -> list[SnapshotCard | InvalidRequest]:
        settings = store.settings
        config = EngineConfig(choose_browser(settings), egress_policy(settings))
        async with ChromiumEngine(config) as engine:
            # Scripts read the standard error for what went wrong, and nothing else.
            is_quiet = as_json or not sys.stderr.isatty()
            return [await _add(url, tags, note, store, engine, is_quiet=is_quiet) for url in urls]

    results = with_store(work)
    if as_json:
        documents = [_describe(url, result) for url, result in zip(urls, results, strict=True)]
        one_or_all = documents if len(documents) > 1 else documents[0]
        click.echo(json.dumps(one_or_all, ensure_ascii=False, indent=2))
    else:
        for result in results:
            if isinstance(result, SnapshotCard):
                click.echo(result.permalink)
    failures = [line for url, result in zip(urls, results, strict=True) if (line := _complaint(url, result))]
    for line in failures:
        click.echo(line, err=True)
    if failures:
        raise click.exceptions.Exit(1)


async def _add(
    url: str, tags: tuple[str, ...], note: str, store: Store, engine: ChromiumEngine, *, is_quiet: bool
) -> SnapshotCard | InvalidRequest:
    def tell(step: Step) -> None:
        if not is_quiet:
            click.echo(get_translator("en").text(f"progress.{step}", site=host_of(url)), err=True)

    try:
        return await add(url, tags, note, engine, store.ports(), tell, store.settings.capture_seconds)
    except InvalidRequest as refusal:
        return refusal


def _describe(url: str, result: SnapshotCard | InvalidRequest) -> dict[str, object]:
    if isinstance(result, InvalidRequest):
        return {"url": url, "permalink": None, "status": "failed", "error": result.sentence}
    return describe_snapshot(result)


def _complaint(url: str, result: SnapshotCard | InvalidRequest) -> str:
    """One line about what went wrong; "" where nothing did."""
    translator = get_translator("en")
    if isinstance(result, InvalidRequest):
        return f"{url}: {error_text(result.sentence, translator, site=host_of(url), **result.values)}"
    return f"{url}: {warning_of(result, translator)}" if result.status == "failed" else ""
