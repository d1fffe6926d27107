"""`snapkeep link`: how an address is read."""

import json

import click

from bot.parsing.addresses import parse_address


@click.command("link")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(urls: tuple[str, ...], *, as_json: bool) -> None:
    """Show how addresses are read; two with one key are the same link."""
    read = [(url, parse_address(url)) for url in urls]
    if as_json:
        documents = [
            {"input": url, "url": address.url if address else None, "key": address.key if address else None}
            for url, address in read
        ]
        click.echo(json.dumps(documents if len(documents) > 1 else documents[0], ensure_ascii=False, indent=2))
    else:
        for url, address in read:
            click.echo(f"{url}\n  url {address.url}\n  key {address.key}" if address else f"{url}\n  not a link")
    unread = [url for url, address in read if address is None]
    if unread:
        click.echo(f"not a web address: {', '.join(unread)}", err=True)
        raise click.exceptions.Exit(1)
