"""What is suggested as a tag, and which addresses are the same: quality, and what a suggestion costs.

The history is synthetic, from a fixed seed: topics with words of their own in two languages among common words, tagged
by somebody who forgets and errs. It shows that nothing broke, not how good the suggestions are for a person: that was
measured on five real collections, and docs/decisions.md has the figures.
"""

import json
import random
import time
from itertools import combinations
from pathlib import Path

from bot.parsing.addresses import parse_address
from bot.services.suggesting import suggest_tags
from models.database import open_database
from models.snapshots import get_snapshot_by_id
from models.tags import add_tags
from tests.bench.table import Table, percentile
from tests.factories import make_chat, make_finished, make_link, make_outcome

SEED = 20261124
TOPICS = 24
OWN_WORDS, COMMON_WORDS = 30, 800
HISTORY, ASKED = 600, 150
FORGETS, ERRS = 0.15, 0.05
CASES = Path(__file__).parents[1] / "bot/parsing/url_cases.json"


async def measure_suggestions(folder: Path) -> Table:
    """Tags for the last links of a history, from those before."""
    table = Table("Tags that are suggested, from a synthetic history; and addresses")
    async with open_database(f"sqlite://{folder / 'bench.db'}"):
        hits, seconds = await _suggest_along(random.Random(SEED))  # noqa: S311 - the same history every time
    share = sum(hits) / len(hits)
    table.add(f"hit@3, {ASKED} links after {HISTORY}", f"{share:.2f}", "≥ 0.73", share >= 0.73)
    table.add("CPU of a suggestion, p50", f"{percentile(seconds, 50) * 1000:.1f} ms")
    slow = percentile(seconds, 95) * 1000
    table.add("CPU of a suggestion, p95", f"{slow:.1f} ms", "≤ 10", slow <= 10)
    _judge_addresses(table)
    return table


async def _suggest_along(chance: random.Random) -> tuple[list[bool], list[float]]:
    chat = await make_chat()
    hits: list[bool] = []
    seconds: list[float] = []
    for number in range(HISTORY + ASKED):
        title, text, tags = invent_page(chance)
        link = await make_link(chat, f"https://site{chance.randrange(60)}.example/{number}")
        snapshot = await make_finished(link, outcome=make_outcome(title=title, text=text))
        if number >= HISTORY:
            snapshot = await get_snapshot_by_id(snapshot.id)
            begun = time.process_time()
            suggested = await suggest_tags(snapshot)
            seconds.append(time.process_time() - begun)
            hits.append(bool(set(suggested) & set(tags)))
        given = [tag for tag in tags if chance.random() > FORGETS] or tags[:1]
        await add_tags(link, ["misc"] if chance.random() < ERRS else given)
    return hits, seconds


def invent_page(chance: random.Random) -> tuple[str, str, list[str]]:
    """Title, text and the right tags of a page about one topic, with a little of another one."""
    topic, other = chance.randrange(TOPICS), chance.randrange(TOPICS)
    words = [_word(topic, chance) for _ in range(30)] + [_word(other, chance) for _ in range(6)]
    words += [f"common{int(COMMON_WORDS * chance.random() ** 3)}" for _ in range(160)]
    chance.shuffle(words)
    title = " ".join([_word(topic, chance), *chance.sample(words, 4)])
    return title, " ".join(words), [f"topic{topic}", f"kind{topic % 5}"]


def _word(topic: int, chance: random.Random) -> str:
    number = int(OWN_WORDS * chance.random() ** 1.5)
    first = 0x4E00 + (topic * OWN_WORDS + number) * 7
    return chr(first) + chr(first + 3) if topic % 2 else f"word{topic}x{number}"


def _judge_addresses(table: Table) -> None:
    cases = json.loads(CASES.read_text())["cases"]
    read = [parse_address(case["input"]) for case in cases]
    exact = sum(one is not None and one.url == case["expected"] for one, case in zip(read, cases, strict=True))
    share = exact / len(cases)
    table.add(f"addresses exactly right, of {len(cases)}", f"{share:.3f}", "≥ 0.95", share >= 0.95)
    keyed = [(one.key if one else case["input"], case["same_as"]) for one, case in zip(read, cases, strict=True)]
    pairs = list(combinations(keyed, 2))
    false = sum(one[0] == other[0] and one[1] != other[1] for one, other in pairs)
    missed = sum(one[0] != other[0] and one[1] == other[1] for one, other in pairs)
    table.add("pairs joined that differ", str(false), "0", false == 0)
    table.add("pairs of one page told apart", str(missed))
