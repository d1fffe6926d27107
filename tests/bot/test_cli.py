import pytest
from click.testing import CliRunner

from bot import __version__
from bot.cli import COMMANDS, cli


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_has_help(name: str) -> None:
    shown = CliRunner().invoke(cli, [name, "--help"])

    assert shown.exit_code == 0
    assert f"Usage: cli {name}" in shown.output


def test_help_lists_every_command() -> None:
    shown = CliRunner().invoke(cli, ["-h"])

    assert all(f"  {name} " in shown.output for name in COMMANDS)


def test_version_is_that_of_the_package() -> None:
    assert CliRunner().invoke(cli, ["--version"]).output == f"snapkeep, version {__version__}\n"


def test_unknown_command_is_wrong_usage() -> None:
    assert CliRunner().invoke(cli, ["dance"]).exit_code == 2
