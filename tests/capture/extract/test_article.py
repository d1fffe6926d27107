"""Articles of stored pages: what stays, what goes, who wrote it and when."""

import os
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from time import perf_counter

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from capture.extract.article import read_article
from capture.extract.source import Article, PageSource
from tests.capture.extract.stored_pages import PAGES, get_content, open_browser, read_page

NEW_GOLDEN = "SNAPKEEP_NEW_GOLDEN" in os.environ  # write what comes out, to be looked at and committed

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@dataclass(frozen=True, slots=True)
class Case:
    """A stored page, and what is known of it."""

    url: str
    title: str
    author: str
    published: str
    language: str = "en"


CASES: Mapping[str, Case] = {
    "news": Case(
        "https://post.example/news/ferry", "Ferry service returns to the northern islands", "Ida Marsh", "2026-03-04"
    ),
    "blog": Case("https://keeper.example/hash", "Counting ships with a hash table", "Keeper", "2025-11-02"),
    "chinese_news": Case(
        "https://news.example/2026/0304.html",
        "北岛渡轮恢复通航",
        "林海 周帆",
        "2026-03-04T08:15:00+08:00",
        "zh",
    ),
    "wechat": Case("https://mp.weixin.qq.com/s/abc", "看守人的四十年", "灯塔笔记", "2026-03-04T20:30:00+08:00", "zh"),
    "forum": Case("https://forum.example/t/77", "Lamp flickers at low tide", "Tern", ""),
    "documentation": Case("https://lamplib.example/en/open_gate.html", "open_gate", "", ""),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


async def read_stored(browser: Browser, name: str) -> Article:
    case = CASES[name]
    html = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    return await read_page(browser, case.url, html, title=case.title)


@pytest.mark.parametrize("name", CASES)
async def test_article_is_what_was_read_and_approved(browser: Browser, name: str) -> None:
    article = await read_stored(browser, name)
    golden = PAGES / f"{name}.article.html"
    if NEW_GOLDEN:
        golden.write_text(get_content(article.document) + "\n", encoding="utf-8")

    assert get_content(article.document) == golden.read_text(encoding="utf-8").strip()
    assert (article.author, article.published) == (CASES[name].author, CASES[name].published)
    assert f'<html lang="{CASES[name].language}">' in article.document or CASES[name].language == "en"


async def test_code_keeps_its_lines_and_loses_its_numbers(browser: Browser) -> None:
    content = get_content((await read_stored(browser, "blog")).document)

    assert '<code class="language-python">def count(names):\n    table = {}\n' in content
    assert "return table   # &lt;- a dict</code></pre>" in content
    assert "<pre><code>sort ships.txt | uniq -c\nsort -rn | head</code></pre>" in content


async def test_formulas_stay_formulas(browser: Browser) -> None:
    content = get_content((await read_stored(browser, "blog")).document)

    assert '<annotation encoding="application/x-tex">\\alpha = \\frac{n}{m}</annotation>' in content
    assert '<math display="block">' in content
    assert '<code class="language-tex">n \\log n</code>' in content
    assert "α=n/m" not in content


async def test_footnotes_come_back_and_can_be_followed_both_ways(browser: Browser) -> None:
    content = get_content((await read_stored(browser, "blog")).document)

    assert 'href="#fn:1"' in content
    assert '<li id="fn:1">' in content
    assert 'href="#fnref:1"' in content
    assert 'id="fnref:1"' in content


async def test_page_of_one_word_still_has_an_article() -> None:
    article = read_article(
        PageSource(url="https://a.example/", html="<html><body><nav>x</nav><p>Hm.</p></body></html>")
    )

    assert article.text.splitlines()[-1] == "Hm."
    assert "<p>Hm.</p>" in article.document


async def test_page_without_text_has_no_article() -> None:
    assert read_article(PageSource(url="https://a.example/", html="<html><body> </body></html>")) == Article()
    assert read_article(PageSource(url="https://a.example/")) == Article()


async def test_vast_page_is_read_in_reasonable_time() -> None:
    rows = "".join(f"<tr><td>Harbour {number}</td><td>{number}</td></tr>" for number in range(30_000))
    page = PageSource(url="https://a.example/", html=f"<html><body><table>{rows}</table></body></html>")
    started = perf_counter()

    article = read_article(page)

    assert "Harbour 29" in article.text
    assert perf_counter() - started < 10  # a minute, were it read by all


async def test_page_that_readability_has_not_seen_has_an_article_all_the_same(browser: Browser) -> None:
    case = CASES["chinese_news"]
    html = (PAGES / "chinese_news.html").read_text(encoding="utf-8")

    article = read_article(PageSource(url=case.url, html=html, title=case.title))

    assert "首班船载有四十名乘客" in article.document
    assert (article.author, article.published) == (case.author, case.published)
