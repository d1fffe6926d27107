"""Logging: text for people, JSON for machines, and never a secret in either."""

import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from pythonjsonlogger.json import JsonFormatter

TOKEN = re.compile(r"\d+(?::|%3A)[\w-]{20,}", re.IGNORECASE | re.ASCII)  # anybody's; Bot API addresses carry it
TEXT = "%(asctime)s %(levelname)-7s %(name)s  %(message)s%(keys)s"
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "keys"}
QUIET = (
    "aiosqlite",
    "httpx",
    "httpcore",
    "aiohttp.access",
    "tortoise",
    "telegram.ext",
    "asyncio",
    "pyvips",
    "procrastinate",
    "opentelemetry",
)


_subject: ContextVar[Mapping[str, object]] = ContextVar("subject", default=MappingProxyType({}))


@contextmanager
def about(**keys: object) -> Iterator[None]:
    """Whatever is logged in the block, and in the tasks begun there, says what it is about."""
    token = _subject.set({**_subject.get(), **keys})
    try:
        yield
    finally:
        _subject.reset(token)


def subject() -> Mapping[str, object]:
    """What is being worked on here."""
    return _subject.get()


class SubjectFilter(logging.Filter):
    """Adds to a record what it is about, as far as it does not say so itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Complete the record; every record passes."""
        for key, value in subject().items():
            if key not in vars(record):
                setattr(record, key, value)
        return True


class Redactor(logging.Filter):
    """Takes the secrets out of every record, wherever it comes from, tracebacks included."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        # The part of a token after its colon is as secret as the whole; the longest first, or a part would be left.
        parts = {part for secret in secrets for part in (secret, secret.rpartition(":")[2]) if part}
        self._secrets = sorted(parts, key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; every record passes."""
        record.msg = self._clean(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_info = None  # a formatter of its own mind would format it anew
        if record.exc_text:
            record.exc_text = self._clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self._clean(record.stack_info)
        for key, value in vars(record).items():
            if key not in STANDARD and not isinstance(value, bool | int | float | None):
                setattr(record, key, self._clean(str(value)))
        return True

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return TOKEN.sub("***", text)


class TextFormatter(logging.Formatter):
    """One line a record, with the keys that it was given."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        keys = [f"{key}={value}" for key, value in vars(record).items() if key not in STANDARD]
        record.keys = "  " + " ".join(keys) if keys else ""
        return super().format(record)


def set_up_logging(level: str, log_format: str, secrets: tuple[str, ...]) -> None:
    """Log to standard error; to be called once, by `main`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(SubjectFilter())
    handler.addFilter(Redactor(secrets))
    if log_format == "json":
        handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    else:
        handler.setFormatter(TextFormatter(TEXT))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # They tell of each attempt to reach a database that is away, which we wait out, and say so once.
    for name in ("asyncpg.pool", "psycopg.pool"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # It logs each flood limit with a traceback; our messenger waits it out.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
