"""Paces: limits of somebody else's that all processes keep together."""

from models.database import writer

# Each use moves the moment on at which everything used so far is paid for; what was left unused for too long is lost.
USE = """
    INSERT INTO paces (name, free_at) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET free_at = ? + CASE WHEN paces.free_at > ? THEN paces.free_at ELSE ? END
    RETURNING free_at
"""
HOLD = """
    INSERT INTO paces (name, free_at) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET free_at = excluded.free_at WHERE paces.free_at < excluded.free_at
"""


async def use_pace(name: str, now: float, *, each: float, burst: int) -> float:
    """Take the next place in a limit of one use `each` seconds, some of them at once; how many seconds to wait."""
    earliest = now - each * burst
    rows = await writer().execute_query_dict(USE, [name, earliest + each, each, earliest, earliest])
    return max(0.0, float(rows[0]["free_at"]) - now)


async def hold_pace(name: str, until: float) -> None:
    """Let nobody through before then."""
    await writer().execute_query(HOLD, [name, until])
