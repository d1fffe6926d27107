"""Tortoise's configuration; for its command line too: `tortoise -c models.config.TORTOISE makemigrations`."""

from pathlib import Path
from urllib.parse import unquote

from pydantic import PostgresDsn
from tortoise.config import AppConfig, ConnectionConfig, DBUrlConfig, TortoiseConfig

WRITER = "default"
READER = "reader"
BUSY_MILLISECONDS = 10_000  # another process may be saving
IDLE_MILLISECONDS = 30_000
WRITERS, READERS = 4, 3  # connections of one process
CONNECT_SECONDS, COMMAND_SECONDS = 5, 60
UPGRADE_SECONDS = 3600  # whoever starts meanwhile waits for it


def tortoise_config(path: Path, *, with_reader: bool = True, with_foreign_keys: bool = True) -> TortoiseConfig:
    """One connection that writes, and one that only reads: a list need not wait for a transaction."""
    pragmas: dict[str, str | int] = {
        "journal_mode": "WAL",
        "journal_size_limit": 4 * 1024**2,
        "synchronous": "FULL",  # an acknowledged link survives a power cut
        "busy_timeout": BUSY_MILLISECONDS,
        "foreign_keys": "ON" if with_foreign_keys else "OFF",
    }
    connections: dict[str, ConnectionConfig | DBUrlConfig] = {WRITER: _connection(path, pragmas)}
    if with_reader:
        connections[READER] = _connection(path, {**pragmas, "query_only": "ON"})
    return _with_tables(connections)


def postgres_config(url: PostgresDsn, *, is_upgrade: bool = False) -> TortoiseConfig:
    """The same two on a server, in small pools, for there may be many processes; to upgrade it, one that is patient."""
    patience = {"lock_timeout": str(UPGRADE_SECONDS * 1000)} if is_upgrade else {}
    connections: dict[str, ConnectionConfig | DBUrlConfig] = {WRITER: _pool(url, WRITERS, patience)}
    if not is_upgrade:
        connections[READER] = _pool(url, READERS, {"default_transaction_read_only": "on"})
    return _with_tables(connections)


def _with_tables(connections: dict[str, ConnectionConfig | DBUrlConfig]) -> TortoiseConfig:
    return TortoiseConfig(
        connections=connections,
        apps={"models": AppConfig(models=["models.tables"], default_connection=WRITER, migrations="models.migrations")},
        use_tz=True,
        timezone="UTC",
    )


def _pool(url: PostgresDsn, size: int, server_settings: dict[str, str]) -> ConnectionConfig:
    (host,) = url.hosts()
    credentials: dict[str, object] = {
        "host": host["host"] or "127.0.0.1",
        "port": host["port"] or 5432,
        "user": unquote(host["username"] or ""),
        "password": unquote(host["password"] or ""),
        "database": (url.path or "").lstrip("/"),
        "maxsize": size,
        "application_name": "snapkeep",
        "timeout": CONNECT_SECONDS,
        "command_timeout": UPGRADE_SECONDS if "lock_timeout" in server_settings else COMMAND_SECONDS,
        "server_settings": {
            "lock_timeout": str(BUSY_MILLISECONDS),
            # A process that is stopped in the middle must not hold up all the others.
            "idle_in_transaction_session_timeout": str(IDLE_MILLISECONDS),
            **server_settings,
        },
    }
    if mode := dict(url.query_params()).get("sslmode"):
        credentials["ssl"] = mode
    return ConnectionConfig(engine="models.postgres.client", credentials=credentials)


def _connection(path: Path, pragmas: dict[str, str | int]) -> ConnectionConfig:
    return ConnectionConfig(engine="models.sqlite", credentials={"file_path": str(path), **pragmas})


TORTOISE = tortoise_config(Path("snapkeep.db"), with_reader=False)
