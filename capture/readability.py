"""Mozilla's Readability, which npm installs beside the packages; without it articles are made by the others."""

from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "node_modules/@mozilla/readability/Readability.js"


def find_readability() -> Path | None:
    """Where the script is; None where the set-up could not install it."""
    return SCRIPT if SCRIPT.is_file() else None


@cache
def load_readability() -> str:
    """Its text: it declares a function `Readability`. Without it, a text that says that there is none."""
    script = find_readability()
    return script.read_text("utf-8") if script else "const Readability = null;"
