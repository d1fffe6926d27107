from collections.abc import Iterator
from string import Formatter

import pytest
import regex

from bot.parsing.sites import SITES
from bot.parsing.sites.redirectors import AMP_CACHES, BARE_REDIRECTORS, REDIRECTORS
from bot.parsing.sites.rules import Page, Site
from bot.parsing.sites.trackers import TRACKER_VALUES, TRACKERS

COMPUTED = {"add_bv": {"bv"}, "add_mid": {"mid"}}
PAGES = [(site, page) for site in SITES for page in site.pages]


def fields_of(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def values_of(site: Site, page: Page) -> set[str]:
    groups = {*regex.compile(site.host).groupindex, *regex.compile(page.path).groupindex}
    return groups | set(page.needs) | (COMPUTED[page.compute.__name__] if page.compute else set())


@pytest.mark.parametrize(("site", "page"), PAGES, ids=[f"{site.host} {page.path} {page.needs}" for site, page in PAGES])
def test_templates_of_a_page_can_be_filled(site: Site, page: Page) -> None:
    assert fields_of(page.to) <= values_of(site, page)
    assert fields_of(page.key) <= values_of(site, page) | {"host", "path"}


@pytest.mark.parametrize("site", SITES, ids=[site.host for site in SITES])
def test_home_of_a_site_can_be_filled(site: Site) -> None:
    assert fields_of(site.home) <= set(regex.compile(site.host).groupindex)


def all_names() -> Iterator[str]:
    yield from TRACKERS
    yield from (name for name, _ in TRACKER_VALUES)
    for site in SITES:
        yield from (*site.drop, *site.unlock)
    for _, page in PAGES:
        yield from (*page.keep, *page.needs, *(name for name, _ in page.defaults))
    for redirector in REDIRECTORS:
        yield from redirector.parameters


def test_names_of_parameters_are_compared_in_lower_case() -> None:
    assert [name for name in all_names() if name != name.lower()] == []


def test_a_parameter_that_makes_a_page_is_none_of_its_trackers() -> None:
    assert [page.path for site, page in PAGES if {*page.needs} & {*TRACKERS, *site.drop}] == []


def test_patterns_of_redirectors_are_sound() -> None:
    patterns = [*((one.host, one.path) for one in REDIRECTORS), *BARE_REDIRECTORS, *AMP_CACHES]

    assert all(regex.compile(host) and regex.compile(path) for host, path in patterns)
