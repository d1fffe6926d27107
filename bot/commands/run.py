"""`snapkeep run`."""

import asyncio

import click

from bot.commands.session import start
from bot.run import run


@click.command("run")
def command() -> None:
    """Serve chat, web and captures in one process."""
    asyncio.run(run(start(is_service=True)))
