"""The style sheet: every text can be read against what lies behind it (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

import bot.web

SHEET = Path(bot.web.__file__).with_name("static") / "style.css"

# What is written on what.
PAIRS = [
    ("--ink", "--paper"),
    ("--ink", "--surface"),
    ("--soft", "--paper"),
    ("--soft", "--surface"),
    ("--soft", "--sunken"),
    ("--accent", "--paper"),
    ("--accent", "--surface"),
    ("--accent", "--accent-wash"),
    ("--accent-ink", "--accent"),
    ("--ink", "--accent-wash"),
    ("--soft", "--accent-wash"),
    ("--good", "--paper"),
    ("--good", "--surface"),
    ("--good", "--accent-wash"),
    ("--bad", "--surface"),
    ("--bad", "--accent-wash"),
    *((f"--{tone}", f"--{tone}-wash") for tone in ("note", "warning", "bad")),
    *(("--ink", f"--{tone}-wash") for tone in ("note", "warning", "bad")),
]


def read_colours(scheme: str) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", SHEET.read_text("utf-8"), re.DOTALL)
    return dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", blocks[("light", "dark").index(scheme)]))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = read_colours(scheme)
    dark, light = sorted((luminance(colours[text]), luminance(colours[ground])))

    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_name_every_colour(scheme: str) -> None:
    assert read_colours(scheme).keys() == read_colours("light").keys()
