"""`snapkeep worker`."""

import asyncio

import click

from bot.commands.session import start
from bot.run import Role, run


@click.command("worker")
def command() -> None:
    """Capture pages and answer, beside other processes."""
    asyncio.run(run(start(is_service=True), Role(captures=True)))
