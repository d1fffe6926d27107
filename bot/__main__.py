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
    cause = unwrap(error)
    if isinstance(cause, SnapkeepError):
        click.echo(str(cause), err=True)
    elif isinstance(cause, CaptureError | ModelError):
        click.echo(get_translator("en").text(f"error.{cause.code}", site="the site"), err=True)
    else:
        log.error("snapkeep ended unexpectedly", exc_info=error)
    return 1


def unwrap(error: BaseException) -> BaseException:
    """The one error inside a task group's group of one."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


if __name__ == "__main__":
    main()
