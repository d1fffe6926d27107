"""Ten of the nastiest hostile pages; all of them, with their figures, are in the folder `hostile`."""

from pathlib import Path

import pytest

from bot.localchat import LocalChat
from tests.hostile.visiting import FINAL_SECONDS, visit_site
from tests.site.hostile import HOSTILE_PAGES
from tests.site.hostile.ends import ENDS
from tests.site.server import Site

NASTIEST = frozenset(
    [
        "/spoofed",
        "/downloads",
        "/active-title",
        "/reach-spellings",
        "/reach-worker",
        "/reach-header",
        "/hop-12",
        "/to-private-decimal",
        "/length-and-chunks",
        "/garbage",
    ]
)


@pytest.mark.browser
@pytest.mark.slow
async def test_the_nastiest_pages_end_as_they_must_and_reach_nothing_private(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    chosen = tuple(page for page in HOSTILE_PAGES if page.name in NASTIEST)

    report = await visit_site(chosen, chat, site, tmp_path)

    assert len(report.lines) == len(NASTIEST)
    assert report.wrong == []
    assert report.reached == 0
    assert report.worst_final <= FINAL_SECONDS


def test_every_hostile_page_has_its_own_end() -> None:
    names = [page.name for page in HOSTILE_PAGES]

    assert len(names) == len(set(names))
    assert set(names) == ENDS.keys()
