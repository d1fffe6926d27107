"""docs/capacity.md quotes what the simulation says."""

from scripts.shell import ROOT
from tests.bench.simulating import Busy, describe, find_workers, simulate

PAGE = (ROOT / "docs/capacity.md").read_text()


def test_page_quotes_the_figures_of_the_simulation() -> None:
    missing = [name for name, figures in describe() if f"| {name} | {figures} |" not in PAGE]

    assert missing == []


def test_more_workers_wait_less_and_more_people_need_more() -> None:
    hour = Busy(10_000)

    assert sum(simulate(hour, 16)) < sum(simulate(hour, 8))
    assert find_workers(Busy(20_000)) > find_workers(hour)
