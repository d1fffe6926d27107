"""`snapkeep chat`."""

import asyncio

import click

from bot.commands.session import start
from bot.run import Role, run


@click.command("chat")
def command() -> None:
    """Take messages in and answer, beside other processes."""
    asyncio.run(run(start(is_service=True), Role(chats=True)))
