"""`python -m bot` and `snapkeep`: the door of the program; every failure leaves as one line and a status."""

import logging
import sys

import click

from bot.cli import cli
from bot.errors import SnapkeepError
from bot.i18n import get_translator
from capture.errors import CaptureError
from models.errors import ModelError

log = logging.getLogger(__name__)


def main() -> None:
    """Run the command line; status 0 done, 1 failed or refused, 2 wrong usage."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; return its exit status."""
    try:
        status = cli.main(arguments, prog_name="snapkeep", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return 130
    except Exception as error:  # noqa: BLE001 - the door of the program
        return fail(error)
    return status if isinstance(status, int) else 0  # click hands on the status of an Exit as if it were a result


def fail(error: Exception) -> int:
    """Say in one line what went wrong; the traceback only where it is nobody's mistake but ours."""
    lines = [describe(cause) for cause in list_causes(error)]
    if all(lines):
        for line in dict.fromkeys(lines):
            click.echo(line, err=True)
    else:
        log.critical("snapkeep ended unexpectedly", exc_info=error)
    return 1


def describe(error: BaseException) -> str:
    """The line about an error that somebody can mend; "" for any other."""
    if isinstance(error, CaptureError | ModelError):
        return get_translator("en").text(f"error.{error.code}", site="the site")
    return str(error) if isinstance(error, SnapkeepError) else ""


def list_causes(error: BaseException) -> list[BaseException]:
    """What really went wrong: the errors inside the groups of task groups."""
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return [cause for inner in error.exceptions for cause in list_causes(inner)]


if __name__ == "__main__":
    main()
