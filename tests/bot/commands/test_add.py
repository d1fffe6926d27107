import asyncio
import json
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from tests.e2e.service import free_port
from tests.site.server import Site, open_site
from tests.terminal import PUBLIC_URL, Terminal


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Pages to capture, served beside the command, which has the loop of this thread for itself."""
    opened, closing = Event(), Event()
    sites: list[Site] = []

    async def serve() -> None:
        async with open_site() as running:
            sites.append(running)
            opened.set()
            await asyncio.to_thread(closing.wait, 120)

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert opened.wait(10)
    yield sites[0]
    closing.set()
    thread.join(10)


@pytest.fixture
def allowed(snapkeep: Terminal) -> Terminal:
    """A terminal whose captures may reach the site."""
    snapkeep.set(EGRESS_ALLOW="127.0.0.1/32", EGRESS_PORTS="1-65535")
    return snapkeep


@pytest.mark.browser
@pytest.mark.slow
def test_page_is_captured_and_its_permalink_is_all_that_is_printed(allowed: Terminal, site: Site) -> None:
    done = allowed("add", site.url("/short"), "--tag", "#sea", "--tag", "ship", "--note", "for later")

    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"{PUBLIC_URL}/s/")
    (link,) = allowed("find", "--json", "#sea", "#ship", "later").document["links"]
    assert link["permalink"] == done.out.strip()
    assert allowed("verify", link["permalink"]).status == 0
    again = allowed("add", "--json", site.url("/short"))
    assert again.document["permalink"] == link["permalink"]


@pytest.mark.browser
@pytest.mark.slow
def test_each_failure_is_a_line_and_the_others_are_kept(allowed: Terminal, site: Site) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/nobody"

    done = allowed("add", "--json", "ftp://example.com/x", nobody, site.url("/zh"))

    refused, failed, kept = done.document
    assert done.status == 1
    assert (refused["permalink"], refused["error"]) == (None, "not_http")
    assert (failed["status"], failed["error"]) == ("failed", "connection_failed")
    assert (kept["status"], kept["label"]) == ("complete", "ok")
    lines = done.err.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["ftp://example.com/x", nobody]
    assert json.dumps(done.document, ensure_ascii=False, indent=2) == done.out.strip()


@pytest.mark.browser
@pytest.mark.slow
def test_private_address_is_refused_in_words(snapkeep: Terminal, site: Site) -> None:
    done = snapkeep("add", site.url("/short"))

    assert done.status == 1
    assert "may not be opened" in done.complaint
    assert done.out.startswith(f"{PUBLIC_URL}/s/"), "failures have their permalinks too"


def test_missing_browser_is_one_line(snapkeep: Terminal) -> None:
    snapkeep.set(BROWSER="no-such-browser")

    done = snapkeep("add", "https://example.com/")

    assert (done.status, done.out) == (1, "")
    assert done.complaint.startswith("SNAPKEEP_BROWSER: ")


@pytest.mark.parametrize("arguments", [(), ("--tag", "two words", "https://example.com/"), ("--colour", "x")])
def test_wrong_usage(snapkeep: Terminal, arguments: tuple[str, ...]) -> None:
    done = snapkeep("add", *arguments)

    assert (done.status, done.out) == (2, "")
