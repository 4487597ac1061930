"""The lock by which consumers and a rebuild keep out of each other's way: held by a session, so it ends with whoever holds it."""

from typing import Any, Final

PROJECTING: Final = 20_260_008
"""Consumers hold it shared as long as they are connected; a rebuild holds it alone."""


async def join(connection: Any) -> bool:
    """Holds it beside other consumers; False: a rebuild is at work."""
    return bool(await connection.fetchval("SELECT pg_try_advisory_lock_shared($1)", PROJECTING))


async def alone(connection: Any) -> bool:
    """Holds it alone; False: a consumer, or another rebuild, is at work."""
    return bool(await connection.fetchval("SELECT pg_try_advisory_lock($1)", PROJECTING))
