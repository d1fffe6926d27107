"""Where an address leads, through the same gate as everything."""

import asyncio

from capture.egress import find_lead
from tests.capture.egress.test_fetch import answer, redirecting
from tests.capture.egress.upstream import FORBIDDEN, POLICY, names, open_upstream

RESOLVER = names(site=["127.0.0.1"], other=["127.0.0.1"], private=[FORBIDDEN])


def only_short(url: str) -> str | None:
    return url if "//site.test" in url else None


async def lead(url: str, seconds: float = 5) -> str:
    return await find_lead(POLICY, url, only_short, resolver=RESOLVER, seconds=seconds)


async def test_the_way_ends_where_nothing_is_to_be_asked_and_that_is_not_asked() -> None:
    async with open_upstream(redirecting("/second", "http://other.test/a-long-story")) as site:
        assert await lead(f"http://site.test:{site.port}/x") == "http://other.test/a-long-story"

        assert len(site.requests) == 0  # the script reads them itself
        assert site.connections >= 1


async def test_a_page_instead_of_a_redirect_leads_nowhere() -> None:
    async with open_upstream(answer(b"<a href=/elsewhere>here</a>")) as site:
        url = f"http://site.test:{site.port}/x"
        assert await lead(url) == url
        assert b"User-Agent: Snapkeep" in site.requests[0]


async def test_who_redirects_for_ever_is_left() -> None:
    async with open_upstream(answer(b"", "Location: /x", status=302)) as site:
        url = f"http://site.test:{site.port}/x"
        assert await lead(url) == url
        assert len(site.requests) == 10


async def test_what_is_not_allowed_is_not_asked() -> None:
    async with open_upstream(answer(b""), FORBIDDEN) as site:
        asked = f"http://site.test:{site.port}/x"
        async with open_upstream(redirecting(f"http://private.test:{site.port}/")) as first:
            start = f"http://site.test:{first.port}/x"
            found = await find_lead(POLICY, start, lambda url: url, resolver=RESOLVER)

        assert found == start, asked
        assert site.connections == 0


async def test_nobody_is_waited_for_longer_than_said() -> None:
    async def silent(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async with open_upstream(silent) as site, asyncio.timeout(10):
        url = f"http://site.test:{site.port}/x"
        assert await lead(url, seconds=0.2) == url


async def test_a_name_that_nobody_has_leads_nowhere() -> None:
    assert await lead("http://site.test.nowhere/x") == "http://site.test.nowhere/x"
