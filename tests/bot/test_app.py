import asyncio
import os
import stat
import sys
from asyncio.subprocess import PIPE
from datetime import UTC
from pathlib import Path
from shutil import copyfile

import pytest

from bot.app import LOCK_FILE, egress_policy, find_library, only_service, open_store, prepare_folder, utc_now
from bot.errors import StartFailed
from bot.settings import Settings, load_settings
from models.database import check_database

HOLD_AND_DIE = "import sys, time; from pathlib import Path; from bot.app import only_service\n" + (
    "with only_service(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
)


def load(folder: Path, **settings: str) -> Settings:
    values = {"DATA_DIR": str(folder / "data"), **settings}
    return load_settings({f"SNAPKEEP_{name}": value for name, value in values.items()}, folder / "no.env")


async def test_store_opens_in_a_folder_that_only_its_owner_can_read(tmp_path: Path) -> None:
    async with open_store(load(tmp_path)) as store:
        await check_database()
        name = await store.blobs.put(b"content")

        assert await store.blobs.get(name) == b"content"
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


async def test_ports_follow_the_settings(tmp_path: Path, migrated_file: Path) -> None:
    (tmp_path / "data").mkdir()
    copyfile(migrated_file, tmp_path / "data" / "snapkeep.db")

    async with open_store(load(tmp_path, MAX_WAITING="7", MAX_BYTES="1KiB", PUBLIC_URL="https://k.example/")) as store:
        ports = store.ports(42)

    assert (ports.limits.max_waiting, ports.limits.max_bytes, ports.bot_id) == (7, 1024, 42)
    assert ports.public_url == "https://k.example"
    assert ports.clock().tzinfo is UTC
    ports.wake_workers()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("DATABASE_URL", "mysql://host/x"), ("BLOBS_URL", "ftp://host/x"), ("BLOBS_URL", "file://{folder}/file")],
)
async def test_what_cannot_be_opened_is_named_by_its_setting(tmp_path: Path, setting: str, value: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StartFailed, match=rf"^SNAPKEEP_{setting}: [^\n]+$"):
        async with open_store(load(tmp_path, **{setting: value.format(folder=tmp_path)})):
            pass


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_folder_that_cannot_be_made_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StartFailed, match=r"^SNAPKEEP_DATA_DIR: cannot write to [^\n]+$"):
        prepare_folder(tmp_path / name)


def test_second_service_of_a_folder_is_told_who_the_first_one_is(tmp_path: Path) -> None:
    with only_service(tmp_path):
        with pytest.raises(StartFailed, match=rf"process {os.getpid()}\) serves {tmp_path}"), only_service(tmp_path):
            pass
        with pytest.raises(StartFailed, match=f"process {os.getpid()}"), only_service(tmp_path):
            pass

    with only_service(tmp_path):
        assert (tmp_path / LOCK_FILE).read_text() == f"{os.getpid()}\n"


def test_services_of_two_folders_do_not_meet(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()

    with only_service(tmp_path / "a"), only_service(tmp_path / "b"):
        pass


@pytest.mark.slow
async def test_lock_of_a_killed_service_is_free(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLD_AND_DIE, tmp_path, stdout=PIPE)
    assert process.stdout is not None
    async with asyncio.timeout(20):
        await process.stdout.readline()
    with pytest.raises(StartFailed, match=f"process {process.pid}"), only_service(tmp_path):
        pass

    process.kill()
    await process.wait()

    with only_service(tmp_path):
        pass


def test_egress_follows_the_settings_and_this_machine(tmp_path: Path) -> None:
    policy = egress_policy(load(tmp_path, EGRESS_PORTS="80", EGRESS_ALLOW="127.0.0.1/32:9000"))

    assert policy.permits_port(80)
    assert not policy.permits_port(8080)
    assert policy.own_addresses


def test_clock_says_where_it_stands() -> None:
    assert utc_now().tzinfo is UTC


def test_backup_of_a_server_says_how_it_is_done(tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match=r"^SNAPKEEP_DATABASE_URL: .*pg_dump"):
        find_library(load(tmp_path, DATABASE_URL="postgres://snapkeep@127.0.0.1/snapkeep"))


def test_processes_that_share_the_work_share_a_folder_but_not_with_one_that_does_it_all(tmp_path: Path) -> None:
    with (
        only_service(tmp_path, is_shared=True),
        only_service(tmp_path, is_shared=True),
        pytest.raises(StartFailed, match="serves"),
        only_service(tmp_path),
    ):
        pass

    with only_service(tmp_path), pytest.raises(StartFailed), only_service(tmp_path, is_shared=True):
        pass
