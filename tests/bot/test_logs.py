import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import httpx
import pytest

from bot.logs import QUIET, about, set_up_logging

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRET_PART = TOKEN.partition(":")[2]
LOCAL_TOKEN = "7000000001:x_ThisOneIsNotAmongTheSettings-_1234"

log = logging.getLogger("bot.test")


@contextmanager
def logging_to(log_format: str, level: str = "info") -> Iterator[io.StringIO]:
    """Logging as `main` sets it up, into a text; as it was before afterwards."""
    root = logging.getLogger()
    before, level_before = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in QUIET}
    text = io.StringIO()
    for handler in before:
        root.removeHandler(handler)  # so that they are not closed
    try:
        with redirect_stderr(text):
            set_up_logging(level, log_format, (TOKEN, "", "hook-secret"))
        yield text
    finally:
        root.handlers[:] = before
        root.setLevel(level_before)
        for name, its_level in levels.items():
            logging.getLogger(name).setLevel(its_level)


def fail(reason: str) -> None:
    """An error with a cause, and others inside."""
    try:
        int(reason)
    except ValueError as error:
        raise ExceptionGroup(f"group {reason}", [RuntimeError(LOCAL_TOKEN)]) from error


def say_everything() -> None:
    """Every way in which a secret could get into a record."""
    url = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
    log.info("asking %s", url)
    log.info("with keys", extra={"reason": url, "error": ValueError(url), "many": [url, {"in": url}], "count": 3})
    log.info("half of it: %s, and %s", SECRET_PART, "hook-secret")
    log.warning("another's: https://127.0.0.1/file/bot%s/photo.jpg", LOCAL_TOKEN.replace(":", "%3A"))
    log.info("stack", stack_info=True, extra={"local": LOCAL_TOKEN})
    try:
        fail(url)
    except ExceptionGroup:
        log.exception("failed at %s", url)


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_secret_is_ever_logged(log_format: str) -> None:
    with logging_to(log_format) as text:
        say_everything()

    written = text.getvalue()
    assert "failed at" in written
    assert "RuntimeError" in written, "tracebacks are there"
    for secret in (TOKEN, SECRET_PART, "hook-secret", LOCAL_TOKEN, LOCAL_TOKEN.partition(":")[2]):
        assert secret not in written


def test_json_is_one_document_a_line_with_its_keys() -> None:
    with logging_to("json") as text:
        log.info("snapshot finished", extra={"snapshot": 7, "status": "complete", "is_partial": False})
        try:
            fail("broken")
        except ExceptionGroup:
            log.exception("failed")

    finished, failed = (json.loads(line) for line in text.getvalue().splitlines())
    assert (finished["message"], finished["levelname"]) == ("snapshot finished", "INFO")
    assert (finished["snapshot"], finished["status"], finished["is_partial"]) == (7, "complete", False)
    assert "ValueError: invalid literal" in failed["exc_info"]


def test_text_is_one_line_a_record_with_its_keys() -> None:
    with logging_to("text") as text:
        log.info("snapshot finished", extra={"snapshot": 7, "status": "complete"})

    (line,) = text.getvalue().splitlines()
    assert line.endswith("bot.test  snapshot finished  snapshot=7 status=complete")


def test_what_a_block_is_about_stands_in_every_line_that_does_not_say_it_itself() -> None:
    with logging_to("json") as text:
        with about(update=5), about(snapshot=7):
            log.info("saved")
            log.info("another", extra={"snapshot": 8})
        log.info("after")

    lines = [json.loads(line) for line in text.getvalue().splitlines()]
    assert [(line.get("update"), line.get("snapshot")) for line in lines] == [(5, 7), (5, 8), (None, None)]


def test_addresses_that_only_look_like_the_bots_stay_readable() -> None:
    with logging_to("text") as text:
        log.info("/srv/bot/run.py, https://t.me/botfather, 10:45 and 127.0.0.1:8080")

    assert "/srv/bot/run.py, https://t.me/botfather, 10:45 and 127.0.0.1:8080" in text.getvalue()


@pytest.mark.parametrize("level", ["info", "debug"])
def test_http_library_does_not_log_its_addresses(level: str) -> None:
    with logging_to("text", level) as text:
        client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
        with client:
            client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
        log.warning("done")

    assert len(text.getvalue().splitlines()) == 1


def test_level_is_that_of_the_settings() -> None:
    with logging_to("text", "warning") as text:
        log.info("quiet")
        log.warning("loud")

    assert "quiet" not in text.getvalue()
    assert "loud" in text.getvalue()
