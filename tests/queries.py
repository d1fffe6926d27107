"""How many questions a piece of work asks the database."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

CountQueries = Callable[[], AbstractContextManager[list[str]]]


class Listener(logging.Handler):
    """Keeps the statements that Tortoise logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not message.startswith(("Created connection", "Closed connection")):
            self.statements.append(message)


@contextmanager
def listen_to_queries() -> Iterator[list[str]]:
    """Collect the SQL statements of the block."""
    logger, listener = logging.getLogger("tortoise.db_client"), Listener()
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(listener)
    try:
        yield listener.statements
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
