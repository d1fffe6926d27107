"""`snapkeep config`: every setting as it is in force."""

import click

from bot.commands.session import start
from bot.settings import PREFIX, Settings, hide_passwords
from capture.egress import AllowedNetwork


@click.command("config")
def command() -> None:
    """Show every setting as it is in force; secrets as stars."""
    settings = start()
    for name in Settings.model_fields:
        click.echo(f"{PREFIX}{name.upper()}={_show(getattr(settings, name))}")


def _show(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(_show(part) for part in value)
    if isinstance(value, AllowedNetwork):
        return f"[{value.network}]:{value.port}" if value.port else str(value.network)
    if isinstance(value, range):
        return str(value.start) if len(value) == 1 else f"{value.start}-{value.stop - 1}"
    return hide_passwords(str(value))
