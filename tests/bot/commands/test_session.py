import logging

import pytest

from bot.commands.session import start, with_store
from bot.errors import StartFailed
from tests.bot.commands.library import harbour
from tests.terminal import Terminal, kept_logging


def test_work_is_done_with_the_opened_store(snapkeep: Terminal) -> None:
    with kept_logging():
        assert with_store(harbour)


@pytest.mark.parametrize(
    ("settings", "is_service", "level"),
    [({}, False, "CRITICAL"), ({"LOG_LEVEL": "debug"}, False, "DEBUG"), ({}, True, "INFO")],
)
def test_single_commands_log_only_where_it_is_asked_for(
    snapkeep: Terminal, settings: dict[str, str], is_service: bool, level: str
) -> None:
    snapkeep.set(**settings)

    with kept_logging():
        start(is_service=is_service)
        assert logging.getLevelName(logging.getLogger().level) == level


def test_env_file_is_read_and_the_environment_wins(snapkeep: Terminal) -> None:
    (snapkeep.folder / ".env").write_text("SNAPKEEP_CAPTURES=5\nSNAPKEEP_PORT=1\nOTHER=x\n")
    snapkeep.set(PORT="2")

    with kept_logging():
        settings = start()

    assert (settings.captures, settings.port) == (5, 2)


def test_mistake_is_a_line_for_the_owner(snapkeep: Terminal) -> None:
    snapkeep.set(PORT="eighty")

    with pytest.raises(StartFailed, match="SNAPKEEP_PORT"):
        start()
