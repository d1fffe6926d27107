"""Logging: text for people, JSON for machines, and never a secret in either."""

import logging
import re
import sys

from pythonjsonlogger.json import JsonFormatter

TOKEN_IN_URL = re.compile(r"(/(?:file/)?bot)[^/\s]+")  # Bot API addresses carry the token
TEXT = "%(asctime)s %(levelname)-7s %(name)s  %(message)s%(keys)s"
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "keys"}
QUIET = ("aiosqlite", "httpx", "httpcore", "aiohttp.access", "tortoise", "telegram.ext", "asyncio", "pyvips")


class Redactor(logging.Filter):
    """Takes the secrets out of every record, wherever it comes from, tracebacks included."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; every record passes."""
        record.msg = self._clean(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._clean(record.exc_text)
        for key, value in vars(record).items():
            if key not in STANDARD and isinstance(value, str):
                setattr(record, key, self._clean(value))
        return True

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return TOKEN_IN_URL.sub(r"\1***", text)


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
    handler.addFilter(Redactor(secrets))
    if log_format == "json":
        handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    else:
        handler.setFormatter(TextFormatter(TEXT))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
