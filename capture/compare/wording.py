"""Sentences that came and went; one that differs in noise only (see `noise`) has not changed, and its kind is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

from capture.compare.noise import NOISE, Moments, find_noise, mask

MOST_SENTENCES = 4_000  # of each version; what follows is not compared
MOST_CHARACTERS = 400_000

_ENDS = regex.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？；…])[”’」』）]*|\n+")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a reader of both versions would say."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()  # kinds of noise that differed, in the order of NOISE
    ignored_count: int = 0  # how many sentences differed in noise only


def compare_texts(older: str, newer: str, moments: Moments) -> Wording:
    """Tell which sentences came and which went between two captures."""
    before, after = split_sentences(older), split_sentences(newer)
    masked = [mask(sentence) for sentence in before], [mask(sentence) for sentence in after]
    matcher = SequenceMatcher(None, *masked, autojunk=False)
    added: list[str] = []
    removed: list[str] = []
    noises: list[set[str]] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag != "equal":
            removed += before[start:end]
            added += after[from_:to]
            continue
        for old, new in zip(before[start:end], after[from_:to], strict=True):
            noise = find_noise(old, new, moments) if old != new else set()
            if noise is None:
                removed.append(old)
                added.append(new)
            elif noise:
                noises.append(noise)
    added, removed = _without_moved(added, removed, moments)
    found = set().union(*noises)
    return Wording(tuple(added), tuple(removed), tuple(kind for kind, _ in NOISE if kind in found), len(noises))


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, Chinese ones too, without those that hold no letter or digit."""
    parts = (" ".join(part.split()) for part in _ENDS.split(text[:MOST_CHARACTERS]))
    return [part for part in parts if any(character.isalnum() for character in part)][:MOST_SENTENCES]


def _without_moved(added: Sequence[str], removed: Sequence[str], moments: Moments) -> tuple[list[str], list[str]]:
    """Leave out what only stands in another place now; what is said twice is named once."""
    gone = {mask(sentence): sentence for sentence in removed}
    stayed: set[str] = set()
    came: list[str] = []
    for sentence in dict.fromkeys(added):
        covered = mask(sentence)
        if covered in gone and find_noise(gone[covered], sentence, moments) is not None:
            stayed.add(covered)
        else:
            came.append(sentence)
    return came, [sentence for sentence in dict.fromkeys(removed) if mask(sentence) not in stayed]
