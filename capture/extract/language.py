"""Which language a text is in, as far as its script or the page itself tells."""

import re
from collections import Counter

SAMPLE_CHARACTERS = 20_000
FAIR_SHARE = 0.15  # of the letters: pages in Chinese are full of Latin names

_LANGUAGE_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_].*)?$")

# Scripts that are written by one language only, nearly always.
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("han", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")),
    ("kana", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
)
_LETTER = re.compile(r"[^\W\d_]")


def find_language(text: str, declared: str) -> str:
    """A primary language tag, or nothing where neither script nor page says one."""
    tag = parse_tag(declared)
    counts = count_scripts(text[:SAMPLE_CHARACTERS])
    letters = max(1, counts.pop("letters"))
    east = find_east_asian(counts, letters)
    if east:
        return east
    for code in ("th", "el", "he", "hi"):
        if counts[code] > letters / 2:
            return tag if code == "hi" and tag in {"mr", "ne", "sa"} else code
    if counts["cyrillic"] > letters / 2 and tag in {"", "en"}:
        return "ru"
    if counts["arabic"] > letters / 2 and tag in {"", "en"}:
        return "ar"
    return tag


def find_east_asian(counts: Counter[str], letters: int) -> str:
    """Chinese, Japanese or Korean by counting: pages often declare the wrong one, or English."""
    han, kana, hangul = counts["han"], counts["kana"], counts["ko"]
    if (han + kana + hangul) / letters < FAIR_SHARE:
        return ""
    if hangul > han + kana:
        return "ko"
    return "ja" if kana > (han + kana) * 0.1 else "zh"


def count_scripts(text: str) -> Counter[str]:
    """How many letters of each script there are, and letters at all."""
    counts = Counter({name: len(pattern.findall(text)) for name, pattern in _SCRIPTS})
    counts["letters"] = len(_LETTER.findall(text))
    return counts


def parse_tag(declared: str) -> str:
    """The primary part of a language tag."""
    match = _LANGUAGE_TAG.match(declared.strip())
    return match[1].lower() if match else ""
