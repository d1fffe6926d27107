"""`snapkeep web`."""

import asyncio

import click

from bot.commands.session import start
from bot.run import Role, run


@click.command("web")
def command() -> None:
    """Serve the permalinks, the library and the API, beside other processes."""
    asyncio.run(run(start(is_service=True), Role(serves=True)))
