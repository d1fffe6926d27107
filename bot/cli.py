"""The command line. A command's module is imported when it is called, so that none pays for another's libraries."""

from importlib import import_module

import click

from bot import __version__

COMMANDS = {  # name: module that holds a click command called `command`
    "run": "bot.commands.run",
    "chat": "bot.commands.chat",
    "web": "bot.commands.web",
    "worker": "bot.commands.worker",
    "add": "bot.commands.add",
    "find": "bot.commands.find",
    "show": "bot.commands.show",
    "link": "bot.commands.link",
    "verify": "bot.commands.verify",
    "import": "bot.commands.importing",
    "export": "bot.commands.exporting",
    "backup": "bot.commands.backup",
    "restore": "bot.commands.restore",
    "move": "bot.commands.move",
    "doctor": "bot.commands.doctor",
    "config": "bot.commands.config",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name; see "Lazily Loading Subcommands" in click's documentation."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        module = COMMANDS.get(cmd_name)
        command = import_module(module).command if module else None
        return command if isinstance(command, click.Command) else None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="snapkeep")
def cli() -> None:
    """Forward a link, keep the page."""
