"""The reading process: on demand, one page at a time, gone when it idles, killed when it hangs."""

import asyncio
import subprocess
import sys

import psutil
import pytest

from capture.extract.source import PageSource, Readable
from capture.reader import Reader, ReadingFailed

PAGE = PageSource(
    url="https://a.example/b",
    html="<html><body><article>"
    + "<p>灯塔看守人把每一艘经过的船都记了下来，连同当天的天气。</p>" * 9
    + "</article></body></html>",
    readable=Readable("<p>灯塔看守人把每一艘经过的船都记了下来，连同当天的天气。</p>" * 9),
    title="看守人",
)
ECHO_NOTHING = (sys.executable, "-c", "import time; time.sleep(60)")
DIES = (sys.executable, "-c", "raise SystemExit(3)")

pytestmark = pytest.mark.slow


async def test_page_becomes_an_article() -> None:
    async with Reader() as reader:
        article = await reader.read(PAGE, 30)

    assert article.text.startswith("灯塔看守人")
    assert '<html lang="zh">' in article.document


async def test_raw_page_is_decoded_there() -> None:
    body = PAGE.html.encode("gb18030")
    async with Reader() as reader:
        article = await reader.read(PageSource(url="https://a.example/b", body=body, charset="gb2312"), 30)

    assert article.text.startswith("灯塔看守人")


async def test_process_serves_many_pages_at_once_and_is_gone_afterwards() -> None:
    async with Reader() as reader:
        await reader.prepare()
        process = psutil.Process(reader.process_id)
        articles = await asyncio.gather(*(reader.read(PAGE, 30) for _ in range(5)))
        assert process.is_running()
        assert reader.process_id == process.pid

    assert len({article.text for article in articles}) == 1
    assert not psutil.pid_exists(process.pid)


async def test_process_is_sent_home_when_it_idles_and_comes_back() -> None:
    async with Reader(idle_seconds=0.1) as reader:
        await reader.read(PAGE, 30)
        process = psutil.Process(reader.process_id)
        await asyncio.to_thread(process.wait, 10)
        assert reader.process_id is None

        assert (await reader.read(PAGE, 30)).text


async def test_page_that_takes_too_long_costs_the_process_and_not_the_next_page() -> None:
    async with Reader(command=ECHO_NOTHING) as reader:
        await reader.prepare()
        process = psutil.Process(reader.process_id)
        with pytest.raises(TimeoutError):
            await reader.read(PAGE, 0.3)
        await asyncio.to_thread(process.wait, 10)

        assert reader.process_id is None


async def test_process_that_dies_is_an_error_of_one_page() -> None:
    async with Reader(command=DIES) as reader:
        with pytest.raises(ReadingFailed):
            await reader.read(PAGE, 10)
        with pytest.raises(ReadingFailed):
            await reader.read(PAGE, 10)


async def test_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNAPKEEP_TELEGRAM_TOKEN", "1:secret")
    async with Reader() as reader:
        await reader.prepare()
        told = await asyncio.to_thread(psutil.Process(reader.process_id).environ)

    assert not [name for name in told if "SNAPKEEP" in name]


async def test_lone_surrogates_and_control_characters_do_no_harm() -> None:
    async with Reader() as reader:
        article = await reader.read(PageSource(url="https://a.example/", html="<p>a\ud800b\x00\x1bc</p>"), 30)

    assert article.text


def test_whoever_captures_does_not_carry_the_extractors() -> None:
    ask = (
        "import sys, capture.artifacts.article; print({'trafilatura', 'readability', 'htmldate'} & sys.modules.keys())"
    )

    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.strip() == "set()"
