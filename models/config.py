"""Tortoise's configuration; for its command line too: `tortoise -c models.config.TORTOISE makemigrations`."""

from pathlib import Path

from tortoise.config import AppConfig, ConnectionConfig, DBUrlConfig, TortoiseConfig

WRITER = "default"
READER = "reader"
BUSY_MILLISECONDS = 10_000  # another process may be saving


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
    return TortoiseConfig(
        connections=connections,
        apps={"models": AppConfig(models=["models.tables"], default_connection=WRITER, migrations="models.migrations")},
        use_tz=True,
        timezone="UTC",
    )


def _connection(path: Path, pragmas: dict[str, str | int]) -> ConnectionConfig:
    return ConnectionConfig(engine="models.sqlite", credentials={"file_path": str(path), **pragmas})


TORTOISE = tortoise_config(Path("snapkeep.db"), with_reader=False)
