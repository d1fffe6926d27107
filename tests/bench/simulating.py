"""A busy hour of very many people, simulated: how many workers it takes, and what is used up first.

The figures of docs/capacity.md come from here (`python -m tests.bench simulation`), and a test holds the two together.
What one link costs was measured (`python -m tests.bench costs`); how people and the Web behave is assumed.
"""

import heapq
import random
from dataclasses import dataclass
from pathlib import Path

from tests.bench.table import Table, percentile

# Assumed: of people.
LINKS_A_DAY = 3  # of one person
BUSY_SHARE = 0.12  # of a day's links, in its busiest hour
# Assumed: of the Web. Its median page is heavier than the heaviest of ours that was measured (0.87 s, 0.8 MiB).
CPU_SECONDS = 1.5  # of one capture, PDF and web archive included
VISIT_SECONDS = 5.0  # the median from claim to answer, nearly all of it waiting for the network
VISIT_SPREAD = 0.7  # of the logarithm: one in twenty takes 16 s
LINK_BYTES = 1_200_000  # of files; a site of which many pages are kept takes half of it
# Measured.
ROW_BYTES = 25_000  # of database, text and index included, for a page of 8,000 characters
WRITER_SECONDS = 0.034  # of SQLite's one writer, files included
# Of a worker with two cores and a Telegram bot.
SLOTS = 2  # captures at a time in one worker
CORES = 2
MESSAGES_A_LINK = 2  # acknowledgement and answer; progress is left out when Telegram asks for less
MESSAGES_A_SECOND = 30  # https://core.telegram.org/bots/faq, "My bot is hitting limits"
# What is asked for.
WAIT_SECONDS = 10.0  # 95 of 100 captures begin within that
PEOPLE = (100, 10_000, 1_000_000)
HOUR = 3600.0
SIMULATED = 50_000  # links of an hour at most: more of them change no figure
TERABYTE = 1e12


@dataclass(frozen=True, slots=True)
class Busy:
    """The busiest hour of so many people."""

    people: int

    @property
    def links_a_second(self) -> float:
        """In that hour."""
        return self.people * LINKS_A_DAY * BUSY_SHARE / HOUR

    @property
    def links_a_year(self) -> float:
        """In all."""
        return self.people * LINKS_A_DAY * 365.0

    @property
    def uses(self) -> dict[str, float]:
        """How often over one machine, one bot and one disk is used in that hour, or in a year."""
        return {
            "processor of one machine": self.links_a_second * CPU_SECONDS / CORES,
            "captures at a time of one worker": self.links_a_second * VISIT_SECONDS / SLOTS,
            "SQLite's writer": self.links_a_second * WRITER_SECONDS,
            "Telegram's limit for one bot": self.links_a_second * MESSAGES_A_LINK / MESSAGES_A_SECOND,
            "a disk of 4 TB, in a year": self.links_a_year * LINK_BYTES / (4 * TERABYTE),
        }


async def measure_simulation(folder: Path) -> Table:
    """The table of docs/capacity.md."""
    table = Table("A busy hour, simulated")
    for line in describe():
        table.add(*line)
    return table


def describe() -> list[tuple[str, str]]:
    """Each line of the table: a name, and a figure for each number of people."""
    hours = [Busy(people) for people in PEOPLE]
    workers = [find_workers(hour) for hour in hours]
    waits = [percentile(simulate(hour, count * SLOTS), 95) for hour, count in zip(hours, workers, strict=True)]
    lines = {
        "people": [f"{hour.people:,}" for hour in hours],
        "links a second, busiest hour": [f"{hour.links_a_second:.2f}" for hour in hours],
        f"workers for 95 of 100 to begin within {WAIT_SECONDS:.0f} s": [f"{count:,}" for count in workers],
        "their wait then, 95 of 100": [f"{wait:.1f} s" for wait in waits],
        "cores busy with captures": [f"{hour.links_a_second * CPU_SECONDS:.1f}" for hour in hours],
        "messages to Telegram a second": [f"{hour.links_a_second * MESSAGES_A_LINK:.1f}" for hour in hours],
        "files a year": [f"{hour.links_a_year * LINK_BYTES / TERABYTE:,.2f} TB" for hour in hours],
        "database a year": [f"{hour.links_a_year * ROW_BYTES / TERABYTE:,.3f} TB" for hour in hours],
    }
    for name in hours[0].uses:
        lines[f"× {name}"] = [f"{hour.uses[name]:.2f}" for hour in hours]
    lines["used up first"] = [max(hour.uses, key=lambda name: hour.uses[name]) for hour in hours]
    return [(name, " | ".join(figures)) for name, figures in lines.items()]


def find_workers(hour: Busy) -> int:
    """The fewest with which the links of that hour begin soon enough."""
    few, many = 0, 1
    while not is_enough(hour, many):
        few, many = many, many * 2
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if is_enough(hour, middle) else (middle, many)
    return many


def is_enough(hour: Busy, workers: int) -> bool:
    """Whether 95 of 100 links begin within the time that is asked for."""
    return percentile(simulate(hour, workers * SLOTS), 95) <= WAIT_SECONDS


def simulate(hour: Busy, slots: int) -> list[float]:
    """Seconds that each link of the hour waits: it begins when a slot is free, the first to come first."""
    chance = random.Random(20261124)  # noqa: S311 - the same hour each time
    free_at = [0.0] * slots
    waits: list[float] = []
    now = chance.expovariate(hour.links_a_second)
    while now < HOUR and len(waits) < SIMULATED:
        begins = max(now, free_at[0])
        heapq.heapreplace(free_at, begins + VISIT_SECONDS * chance.lognormvariate(0, VISIT_SPREAD))
        waits.append(begins - now)
        now += chance.expovariate(hour.links_a_second)
    return waits or [0.0, 0.0]
