"""A picture of a page as strips: lines of text, pictures, with the still rows between them left out.

Strips, not rows, are what the two pictures of a page are aligned by: a paragraph that was put in moves everything
below it, and what moved has not changed.
"""

from dataclasses import dataclass

import pyvips

COLUMNS = 64
STILL = 5  # levels that JPEG may add between two rows that are alike
RINGING = 8  # rows that JPEG may add to a strip: a block of it
GAP = 4  # still rows between two strips
LIKE = 0.2  # of the ink of two strips that show the same may lie elsewhere: a letter, a digit
NOISE = 0.25  # levels a row that JPEG may add to a column, on the average
MOST_CELLS = 400_000  # of the table by which strips are aligned: about a second


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows that belong together: how much ink each column of them has, and around which row it lies."""

    top: int
    height: int
    profile: tuple[int, ...]
    ink: int
    centre: float


Pair = tuple[Strip | None, Strip | None]  # before and after; None where there is none


def cut_strips(image: pyvips.Image) -> list[Strip]:
    """The strips of a picture that is decoded already, from top to bottom."""
    grey = image.colourspace("b-w") if image.bands > 1 else image
    narrow = grey.resize(COLUMNS / grey.width, vscale=1.0, kernel="linear")
    data, width = bytes(narrow.cast("uchar").write_to_memory()), narrow.width
    rows = [data[start : start + width] for start in range(0, len(data), width)]
    return [_measure(top, rows[top:end], rows[top - 1]) for top, end in _runs(rows) if end - top > 1]


def _runs(rows: list[bytes]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start, last = -1, 0
    for index in range(1, len(rows)):
        if not _is_still(rows[index - 1], rows[index]):
            start, last = (index if start < 0 else start), index
        elif start >= 0 and index - last >= GAP:
            runs.append((start, last + 1))
            start = -1
    if start >= 0:
        runs.append((start, last + 1))
    return runs


def _is_still(above: bytes, below: bytes) -> bool:
    return above == below or all(abs(one - other) <= STILL for one, other in zip(above, below, strict=True))


def _measure(top: int, rows: list[bytes], ground: bytes) -> Strip:
    """Ink is what differs from the row above the strip: what JPEG adds around it comes to nothing in the sum."""
    columns = tuple(
        sum(column) - len(rows) * base for column, base in zip(zip(*rows, strict=True), ground, strict=True)
    )
    weights = [sum(abs(a - b) for a, b in zip(row, ground, strict=True)) for row in rows]
    total = sum(weights) or 1
    centre = top + sum(index * weight for index, weight in enumerate(weights)) / total
    return Strip(top, len(rows), columns, sum(map(abs, columns)), centre)


def align(before: list[Strip], after: list[Strip]) -> list[Pair]:
    """Pair what shows the same, in order; between two such pairs the rest in order too."""
    head = 0
    while head < min(len(before), len(after)) and are_alike(before[head], after[head]):
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and are_alike(before[-1 - tail], after[-1 - tail]):
        tail += 1
    pairs: list[Pair] = list(zip(before[:head], after[:head], strict=True))
    pairs += _align_middle(before[head : len(before) - tail], after[head : len(after) - tail])
    ends = zip(before[len(before) - tail :], after[len(after) - tail :], strict=True)
    return [*pairs, *ends]


def are_alike(one: Strip, other: Strip) -> bool:
    """Whether two strips may show the same; what differs within them is found later."""
    most = LIKE * max(one.ink, other.ink) + NOISE * COLUMNS * max(one.height, other.height)
    if abs(one.height - other.height) > RINGING or abs(one.ink - other.ink) > most:
        return False
    return sum(abs(a - b) for a, b in zip(one.profile, other.profile, strict=True)) <= most


def _align_middle(before: list[Strip], after: list[Strip]) -> list[Pair]:
    """The longest common sequence, tall strips counting for more; beyond the cap only the order counts."""
    if not before or not after or len(before) * len(after) > MOST_CELLS:
        return _pair_in_order(before, after)
    best = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            skipped = max(best[i + 1][j], best[i][j + 1])
            taken = best[i + 1][j + 1] + before[i].height if are_alike(before[i], after[j]) else 0
            best[i][j] = max(skipped, taken)
    return _walk(before, after, best)


def _walk(before: list[Strip], after: list[Strip], best: list[list[int]]) -> list[Pair]:
    pairs: list[Pair] = []
    i = j = gone = come = 0  # `gone` and `come`: where the unpaired ones begin
    while i < len(before) and j < len(after):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs += [*_pair_in_order(before[gone:i], after[come:j]), (before[i], after[j])]
            i, j = i + 1, j + 1
            gone, come = i, j
    return [*pairs, *_pair_in_order(before[gone:], after[come:])]


def _pair_in_order(before: list[Strip], after: list[Strip]) -> list[Pair]:
    both = min(len(before), len(after))
    return [
        *zip(before[:both], after[:both], strict=True),
        *((strip, None) for strip in before[both:]),
        *((None, strip) for strip in after[both:]),
    ]
