"""`snapkeep find`: the chat's /find, on the terminal."""

import json

import click

from bot.app import Store, utc_now
from bot.commands.session import with_store
from bot.i18n import get_translator
from bot.parsing.query import parse_query
from bot.services.admitting import get_owner
from bot.services.cards import FoundLink, FoundPage
from bot.services.finding import find
from bot.views.html import clean, clean_part
from bot.views.lists import hit_title, problem_text
from models.chats import get_library


# A word with a minus is no option, and one that begins with -h no cry for help.
@click.command("find", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(query: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """Find kept links: words, #tags, "phrases", site:, before:, after:, is:."""
    parsed = parse_query(" ".join(query), utc_now().date())

    async def work(store: Store) -> FoundPage:
        library = await get_library(await get_owner())
        return await find(library.id, parsed.query, 0, store.settings.public_url, page_size=limit)

    found = with_store(work)
    complaints = [problem_text(problem, get_translator("en")) for problem in parsed.problems]
    if as_json:
        document = {
            "total": found.total,
            "more": found.is_more,
            "links": [_describe(hit) for hit in found.hits],
            "problems": complaints,
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for hit in found.hits:
        _print(hit)
    for line in complaints if found.total else [*complaints, get_translator("en").text("found.nothing")]:
        click.echo(line, err=True)


def _describe(hit: FoundLink) -> dict[str, object]:
    return {
        "id": hit.link_id,
        "permalink": hit.permalink,
        "url": hit.url,
        "title": clean(hit.title),
        "site": clean(hit.site),
        "saved_at": hit.saved_at.isoformat(),
        "status": hit.status,
        "label": hit.label or None,
        "tags": list(hit.tags),
    }


def _print(hit: FoundLink) -> None:
    translator = get_translator("en")
    tags = " ".join(f"#{tag}" for tag in hit.tags)
    click.secho(hit_title(hit), bold=True)
    click.echo(f"  {hit.url}  {translator.moment(hit.saved_at, utc_now())}  {tags}".rstrip())
    if hit.snippet:
        click.echo("  " + "".join(click.style(clean_part(part.text), bold=part.is_marked) for part in hit.snippet))
    click.echo(f"  {hit.permalink}")
