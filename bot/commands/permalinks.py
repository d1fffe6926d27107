"""Permalinks as people give them on the command line: whole addresses, or the id alone."""

import re

# One id in sixty-four begins with a minus and is no option for all that; nor is "-h…" a cry for help.
ID_SETTINGS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}
IN_ADDRESS = re.compile(r"(?:^|/)s/([A-Za-z0-9_-]+)")


def read_permalink(text: str) -> str:
    """Return the id in a permalink, also in the address of one of its artifacts."""
    found = IN_ADDRESS.search(text)
    return found[1] if found else text.strip().removesuffix(".json")
