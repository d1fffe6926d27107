"""The comparison of two versions: an errand, done in a process of its own (see `capture.errand`)."""

from base64 import b64encode
from dataclasses import asdict
from datetime import datetime

from capture.compare.noise import Moments
from capture.compare.picture import compare_pictures
from capture.compare.wording import compare_texts
from capture.errand import Fields, do_errand


def answer(head: Fields, content: bytes) -> Fields:
    """Compare two texts, and two pictures where both are there, one behind the other."""
    older_at, newer_at = (datetime.fromisoformat(head[name]) for name in ("older_at", "newer_at"))
    wording = compare_texts(head["older"], head["newer"], Moments(older_at, newer_at))
    size = int(head["size"])  # of the older picture
    found = compare_pictures(content[:size], content[size:]) if size else None
    picture = asdict(found) | {"jpeg": b64encode(found.jpeg).decode("ascii")} if found else None
    return {"wording": asdict(wording), "picture": picture}


if __name__ == "__main__":
    do_errand(answer)
