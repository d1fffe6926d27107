"""The API does what its own description says, whatever schemathesis thinks of."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import open_house
from tests.webhouse import serve_api

PROGRAM = Path(sys.executable).with_name("schemathesis")
CONFIG = Path(__file__).with_name("schemathesis.toml")
TOKEN = "a-long-token-of-the-owner"
PLENTY = "1000000"
ROOT = "http://127.0.0.1"


@pytest.fixture
async def address(tmp_path: Path, migrated_file: Path) -> AsyncIterator[str]:
    """The API of a house whose limits nobody reaches."""
    settings = {"API_TOKEN": TOKEN, "MAX_PER_DAY": PLENTY, "MAX_WAITING": PLENTY}
    async with open_house(tmp_path, migrated_file, None, **settings) as house:
        await house.save("https://example.com/kept #reading")
        async with serve_api(house, ROOT, requests_a_minute=int(PLENTY)) as url:
            yield url


async def find_faults(address: str, folder: Path, *options: str) -> str:
    """What schemathesis says; empty where it is content."""
    header = f"Authorization: Bearer {TOKEN}"
    command = [PROGRAM, "--config-file", CONFIG, "run", f"{address}/api/openapi.json", "--url", address, "-H", header]
    process = await asyncio.create_subprocess_exec(
        *map(str, command), "--no-color", *options, cwd=folder, stdout=PIPE, stderr=STDOUT
    )
    said, _ = await process.communicate()
    print(said.decode("utf-8", "replace"))  # noqa: T201 - its table, for whoever runs this with -s
    return "" if process.returncode == 0 else said.decode("utf-8", "replace")


@pytest.mark.slow
async def test_schemathesis_finds_nothing(address: str, tmp_path: Path) -> None:
    assert await find_faults(address, tmp_path, "--max-examples", "20", "--seed", "1", "--max-time", "20") == ""


@pytest.mark.hostile
@pytest.mark.timeout(900)
async def test_schemathesis_finds_nothing_in_ten_minutes(address: str, tmp_path: Path) -> None:
    assert await find_faults(address, tmp_path, "--max-examples", "2000", "--max-time", "600") == ""
