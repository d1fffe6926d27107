"""Figures as a table of plain text, each beside what was asked for."""

from dataclasses import dataclass, field
from statistics import median, quantiles
from unicodedata import east_asian_width


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `wanted` says what it should be; `is_met` whether it was, None where nothing was asked."""

    name: str
    value: str
    wanted: str = ""
    is_met: bool | None = None


@dataclass(slots=True)
class Table:
    """One measurement."""

    title: str
    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, value: str, wanted: str = "", is_met: bool | None = None) -> None:
        """Add a figure."""
        self.rows.append(Row(name, value, wanted, is_met))

    def add_ratio(self, name: str, ratio: float, at_most: float, detail: str = "") -> None:
        """Add a ratio that should not be larger than this."""
        self.add(name, f"{ratio:.2f}{f'  ({detail})' if detail else ''}", f"≤ {at_most:g}", ratio <= at_most)

    def render(self) -> str:
        """The table as text."""
        cells = [(row.name, row.value, f"{row.wanted} {sign(row)}".strip()) for row in self.rows]
        widths = [max(width(row[column]) for row in cells) for column in range(3)]
        lines = ["  ".join(pad(cell, size) for cell, size in zip(row, widths, strict=True)) for row in cells]
        return "\n".join(["", self.title, "-" * max(width(self.title), 20), *(line.rstrip() for line in lines)])


def sign(row: Row) -> str:
    """A mark for a figure that was asked for."""
    return "" if row.is_met is None else ("ok" if row.is_met else "NOT MET")


def width(text: str) -> int:
    """Columns on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def pad(text: str, size: int) -> str:
    """The text, filled up with spaces."""
    return text + " " * (size - width(text))


def percentile(values: list[float], percent: int) -> float:
    """The value below which so many per cent lie."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def milliseconds(values: list[float]) -> str:
    """The middle of some seconds."""
    return f"{median(values) * 1000:.0f} ms"
