"""Mozilla's Readability, which npm installs beside the packages; without it articles are made by the others."""

from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "node_modules/@mozilla/readability/Readability.js"


def find_readability() -> Path | None:
    """Where the script is; None where the set-up could not install it."""
    return SCRIPT if SCRIPT.is_file() else None


@cache
def load_readability() -> str:
    """An expression for scripts in a page: the class, or null where there is none."""
    script = find_readability()
    return f"(() => {{ {script.read_text('utf-8')}\nreturn Readability; }})()" if script else "null"
