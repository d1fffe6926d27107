"""Several extractors, one text: the output that is most like all the others wins. Nothing is tuned."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SHINGLE = 4  # tokens
MAX_TOKENS = 40_000
FAIR_LIKENESS = 0.3  # below, it is about something else
NEARLY = 0.1  # so much less is no reason to take HTML that keeps less

# A single character of a script that is written without spaces, or a word.
_ALONE = r"\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_TOKEN = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one extractor found. `html` is empty where it gives text alone."""

    name: str
    text: str
    html: str = ""


def choose_text(candidates: Sequence[Candidate]) -> Candidate | None:
    """The one with the largest sum of similarities; of equals the first."""
    found = [candidate for candidate in candidates if candidate.text.strip()]
    shingles = [cut_shingles(candidate.text) for candidate in found]
    sums = [sum(similarity(mine, other) for other in shingles) for mine in shingles]
    return found[sums.index(max(sums))] if found else None


def choose_html(candidates: Sequence[Candidate], chosen: Candidate) -> Candidate | None:
    """The first whose HTML says about what the chosen text says; None where nobody's comes near."""
    wanted = cut_shingles(chosen.text)
    scored = [(similarity(cut_shingles(found.text), wanted), found) for found in candidates if found.html]
    enough = max(FAIR_LIKENESS, max((likeness for likeness, _ in scored), default=0.0) - NEARLY)
    return next((found for likeness, found in scored if likeness >= enough), None)


def cut_shingles(text: str) -> Shingles:
    """All runs of four tokens; a shorter text is one run."""
    tokens = split_tokens(text)[:MAX_TOKENS]
    if len(tokens) <= SHINGLE:
        return frozenset({tuple(tokens)} if tokens else ())
    return frozenset(zip(*(tokens[start:] for start in range(SHINGLE)), strict=False))


def split_tokens(text: str) -> list[str]:
    """Words, and single characters of scripts that have no spaces."""
    return _TOKEN.findall(text.casefold())


def similarity(one: Shingles, other: Shingles) -> float:
    """From 0, nothing in common, to 1, the same."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
