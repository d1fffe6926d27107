import asyncio
import io
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.i18n import get_translator
from bot.logs import TEXT, Redactor, TextFormatter
from models.snapshots import get_snapshot
from tests.house import FRIEND, OWNER, STRANGER, TestHouse, permalink_of

HARBOUR = "https://example.com/old-harbour"
WORDS = get_translator("en")


class Log:
    """What the program's log holds, secrets taken out as by the program itself."""

    def __init__(self) -> None:
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(TextFormatter(TEXT))

    def hide(self, token: str) -> None:
        self.handler.addFilter(Redactor((token,)))

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    async def wait_for(self, words: str, count: int = 1) -> None:
        async with asyncio.timeout(10):
            while self.text.count(words) < count:  # noqa: ASYNC110 - a log rings no bell
                await asyncio.sleep(0.005)


@pytest.fixture
def log() -> Iterator[Log]:
    log = Log()
    logging.getLogger("bot").addHandler(log.handler)
    yield log
    logging.getLogger("bot").removeHandler(log.handler)


async def break_table(house: TestHouse, table: str) -> None:
    """Take a table away, as a damaged file would; in a thread, for the house may be writing just now."""
    await house.settle()
    await asyncio.to_thread(_rename, house.store.settings.data_dir / "snapkeep.db", table)


def _rename(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO broken_{table}")


async def test_a_failure_is_one_sentence_to_the_person_and_a_traceback_in_the_log(house: TestHouse, log: Log) -> None:
    log.hide(house.chat.token)
    await break_table(house, "link_tags")

    said = await house.ask("/tags for my eyes only")
    await house.settle()

    assert said.text == f"⚠️ {WORDS.text('error.internal')}"
    assert len(house.from_bot()) == 1
    assert log.text.count("handler failed") == 1
    assert "Traceback" in log.text
    assert "link_tags" in log.text
    assert "update=" in log.text
    assert house.chat.token not in log.text
    assert "for my eyes only" not in log.text


async def test_a_failed_button_says_so_above_the_chat(house: TestHouse, log: Log) -> None:
    answer = await house.save(HARBOUR)
    await break_table(house, "link_tags")

    pressed = await house.chat.press_data(OWNER, answer.message_id, "g:sea")

    assert pressed.show_alert
    assert pressed.text == WORDS.text("error.internal")
    assert house.from_bot() == [answer]
    assert "handler failed" in log.text


async def test_a_failed_inline_search_says_nothing(house: TestHouse, log: Log) -> None:
    await house.save(HARBOUR)
    await break_table(house, "link_tags")

    with pytest.raises(TimeoutError):
        await house.chat.inline_query(OWNER, "", seconds=0.2)

    await log.wait_for("handler failed")
    assert len(house.from_bot()) == 1


async def test_a_missing_file_is_said_as_such(house: TestHouse, log: Log) -> None:
    permalink_id = permalink_of(answer := await house.save(HARBOUR)).rpartition("/")[2]
    snapshot = await get_snapshot(permalink_id)
    for artifact in snapshot.artifacts:
        await house.store.blobs.delete(artifact.sha256)

    pressed = await house.chat.press_data(OWNER, answer.message_id, f"f:{permalink_id}")

    assert pressed.text == WORDS.text("error.blob_missing")


async def test_the_sentence_is_in_the_callers_language(house: TestHouse) -> None:
    await house.chat.add_user(FRIEND, "Ben", language_code="zh")
    await break_table(house, "link_tags")

    said = await house.ask("/tags", user=FRIEND)

    assert said.text == f"⚠️ {get_translator('zh-Hans').text('error.internal')}"


async def test_a_failing_gate_lets_nobody_in_and_says_nothing(house: TestHouse, log: Log) -> None:
    await break_table(house, "people")

    await house.chat.send_text(STRANGER, STRANGER, HARBOUR)
    await house.chat.send_text(OWNER, OWNER, HARBOUR)

    await log.wait_for("handler failed", 2)
    assert house.from_bot() == house.from_bot(STRANGER) == []


async def test_trouble_on_the_line_is_no_failure_of_ours(house: TestHouse, log: Log) -> None:
    log.hide(house.chat.token)
    house.chat.fail_next("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await house.chat.send_text(OWNER, OWNER, "/help")
    await house.settle()
    house.chat.fail_next("answerInlineQuery", 502, "Bad Gateway")
    with pytest.raises(TimeoutError):
        await house.chat.inline_query(OWNER, "", seconds=0.2)

    await log.wait_for("answer not sent", 2)
    assert "handler failed" not in log.text
    assert house.chat.token not in log.text


async def test_a_late_answer_to_an_inline_search_is_no_failure(house: TestHouse, log: Log) -> None:
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    house.chat.fail_next("answerInlineQuery", 400, old)

    with pytest.raises(TimeoutError):
        await house.chat.inline_query(OWNER, "", seconds=0.2)

    await log.wait_for("answer not sent")
    assert "handler failed" not in log.text


async def test_after_a_failure_everything_else_goes_on(house: TestHouse) -> None:
    await break_table(house, "link_tags")
    await house.ask("/tags")

    assert "Commands" in (await house.ask("/help")).text
