"""Leases: several processes share work, and each piece of it is one process's at a time."""

from datetime import datetime, timedelta

from models.database import writer
from models.tables import Lease

TAKE = """
    INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
    WHERE leases.holder = excluded.holder OR leases.until < ?
    RETURNING name
"""


async def take_lease(name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Take a lease that nobody has, or keep one's own; False where somebody else has it."""
    return bool(await writer().execute_query_dict(TAKE, [name, holder, now + timedelta(seconds=seconds), now]))


async def renew_leases(holder: str, now: datetime, seconds: float) -> int:
    """Keep all that a process has; how many these are."""
    return await Lease.filter(holder=holder).update(until=now + timedelta(seconds=seconds))


async def drop_lease(name: str, holder: str) -> None:
    """Give a lease back, where it is still this process's."""
    await Lease.filter(name=name, holder=holder).delete()


async def drop_leases(holder: str) -> None:
    """Give back all that a process has: it ends."""
    await Lease.filter(holder=holder).delete()


async def forget_leases(before: datetime) -> int:
    """Delete what processes have left that were killed; how many leases."""
    return await Lease.filter(until__lt=before).delete()
