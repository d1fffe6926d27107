"""`make bench`: ratios against a baseline in the same run, as tables. Machines differ; the ratios less so."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.bench.acknowledging import measure_acknowledgements
from tests.bench.browsing import measure_browsing
from tests.bench.capturing import measure_captures
from tests.bench.costing import measure_costs
from tests.bench.extracting import measure_extraction
from tests.bench.gate import measure_gate
from tests.bench.keeping import measure_keeping
from tests.bench.likeness import measure_likenesses
from tests.bench.permalinks import measure_permalinks
from tests.bench.queueing import measure_queueing
from tests.bench.scaling import measure_scaling
from tests.bench.searching import measure_searching
from tests.bench.simulating import measure_simulation
from tests.bench.starting import measure_start
from tests.bench.suggesting import measure_suggestions
from tests.bench.table import Table
from tests.bench.throughput import measure_throughput

MEASUREMENTS: tuple[Callable[[Path], Awaitable[Table]], ...] = (
    measure_start,
    measure_acknowledgements,
    measure_browsing,
    measure_captures,
    measure_throughput,
    measure_gate,
    measure_queueing,
    measure_permalinks,
    measure_keeping,
    measure_costs,
    measure_simulation,
    measure_likenesses,
    measure_extraction,
    measure_suggestions,
    measure_searching,
    measure_scaling,
)


async def main(names: list[str]) -> None:
    """Run every measurement, or those whose names are given, one after another."""
    for measure in MEASUREMENTS:
        if names and not any(name in measure.__name__ for name in names):
            continue
        with tempfile.TemporaryDirectory(prefix="snapkeep-bench-") as folder:
            table = await measure(Path(folder))
        sys.stdout.write(table.render() + "\n")
        sys.stdout.flush()


asyncio.run(main(sys.argv[1:]))
