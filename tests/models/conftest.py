"""Fixtures of the tests of models."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest


class Listener(logging.Handler):
    """Keeps the statements that Tortoise logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not message.startswith(("Created connection", "Closed connection")):
            self.statements.append(message)


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """A context that collects the SQL statements of its block."""

    @contextmanager
    def listen() -> Iterator[list[str]]:
        logger, listener = logging.getLogger("tortoise.db_client"), Listener()
        level = logger.level
        logger.setLevel(logging.DEBUG)
        logger.addHandler(listener)
        try:
            yield listener.statements
        finally:
            logger.removeHandler(listener)
            logger.setLevel(level)

    return listen
