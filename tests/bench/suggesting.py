"""What is suggested as a tag, and which addresses are the same: quality, and what a suggestion costs.

The history is synthetic, from a fixed seed: topics with words of their own in two languages among common words, tagged
by somebody who forgets and errs. It shows that nothing broke, not how good the suggestions are for a person: that was
measured on five real collections, and docs/decisions.md has the figures. What a suggestion costs is measured in
libraries of two sizes, among the documents of `searching`: it should hardly grow with the library.
"""

import asyncio
import json
import random
import sqlite3
import time
from contextlib import closing
from itertools import combinations
from pathlib import Path

from bot.parsing.addresses import parse_address
from bot.services.suggesting import suggest_tags
from models.database import open_database
from models.snapshots import get_snapshot_by_id
from models.tables import Chat
from models.tags import add_tags
from tests.bench.searching import CHATS, build, invent_document, invent_tongues
from tests.bench.table import Table, percentile
from tests.factories import make_chat, make_finished, make_link, make_outcome

SEED = 20261124
TOPICS = 24
OWN_WORDS, COMMON_WORDS = 30, 800
HISTORY, ASKED = 600, 150
LIBRARIES = (1_000, 10_000)  # links in the chat that is asked
TAGS = 2_000  # that it has
FORGETS, ERRS = 0.15, 0.05
BEAR = "INSERT OR IGNORE INTO link_tags (link_id, tag_id) SELECT id, 1 + id / 2 % ? FROM links WHERE chat_id = ?"
CASES = Path(__file__).parents[1] / "bot/parsing/url_cases.json"


async def measure_suggestions(folder: Path) -> Table:
    """Tags for the last links of a history, from those before."""
    table = Table("Tags that are suggested, from a synthetic history; and addresses")
    async with open_database(f"sqlite://{folder / 'bench.db'}"):
        hits, seconds = await _suggest_along(random.Random(SEED))  # noqa: S311 - the same history every time
    share = sum(hits) / len(hits)
    table.add(f"hit@3, {ASKED} links after {HISTORY}", f"{share:.2f}", "≥ 0.73", share >= 0.73)
    _add_cost(table, f"CPU of a suggestion, {HISTORY} links", [seconds])
    costs = [await _measure_cost(folder, size) for size in LIBRARIES]
    _add_cost(table, f"… {' → '.join(f'{size:,}' for size in LIBRARIES)} links, {TAGS:,} tags", costs)
    _judge_addresses(table)
    return table


def _add_cost(table: Table, name: str, costs: list[list[float]]) -> None:
    """How long it takes, in libraries of growing size."""
    for percent, most in ((50, None), (95, 10)):
        values = [percentile(seconds, percent) * 1000 for seconds in costs]
        growth = f"  (×{values[-1] / values[0]:.1f})" if len(values) > 1 else ""
        shown = " → ".join(f"{value:.1f}" for value in values) + f" ms{growth}"
        table.add(f"{name}: p{percent}", shown, f"≤ {most}" if most else "", values[-1] <= most if most else None)


async def _measure_cost(folder: Path, size: int) -> list[float]:
    """Suggestions for new links in a library of that size, which is half of what `build` makes."""
    chance = random.Random(SEED)  # noqa: S311 - the same documents every time
    tongues, path = invent_tongues(chance), folder / f"library-{size}.db"
    async with open_database(f"sqlite://{path}"):
        chats = [await make_chat() for _ in range(CHATS)]
    await asyncio.to_thread(build, path, chance, tongues, size * 2)
    await asyncio.to_thread(_tag_all, path, chats[0])
    seconds: list[float] = []
    async with open_database(f"sqlite://{path}"):
        for number in range(ASKED):
            page = invent_document(2 * number + 1, 0, chance, tongues)
            link = await make_link(chats[0], f"https://site{number % 60}.example/new/{number}")
            made = await make_finished(link, outcome=make_outcome(title=page.title, text=page.text))
            snapshot = await get_snapshot_by_id(made.id)
            begun = time.process_time()
            await suggest_tags(snapshot)
            seconds.append(time.process_time() - begun)
    path.unlink()
    return seconds


def _tag_all(path: Path, chat: Chat) -> None:
    """Every link of a chat bears a common tag and a rare one, half of which are Chinese."""
    names = [f"topic{number}" if number % 2 else f"主題{chr(0x4E00 + number)}" for number in range(TAGS)]
    with closing(sqlite3.connect(path)) as connection:
        rows = [(number, chat.id, name, name) for number, name in enumerate(names, 1)]
        connection.executemany("INSERT INTO tags (id, chat_id, key, name) VALUES (?, ?, ?, ?)", rows)
        for count in (40, TAGS):
            connection.execute(BEAR, (count, chat.id))
        connection.commit()


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
