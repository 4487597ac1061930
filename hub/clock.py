"""The one time source. Real time in production; in the demo real time plus `clock.ahead`, which only grows, so that a year can be played.

Retention, sign-in, time-outs and leases use real time and do not ask here.
"""

import datetime as dt
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import StopError
from hub.store.order import moment

_NOW: Final = "SELECT clock_timestamp() + ahead FROM clock"
_SET: Final = "UPDATE clock SET ahead = ahead + make_interval(secs => $1::float8 / 1000000) WHERE simulated"


async def now(connection: AsyncConnection) -> dt.datetime:
    """The hub's time, for queries through SQLAlchemy."""
    found: dt.datetime = (await connection.execute(text(_NOW))).scalar_one()
    return found


async def instant(connection: Any) -> int:
    """The hub's time in microseconds since 2000, on a connection of the write path (`hub.store.engine.connect`)."""
    found: int = await connection.fetchval(_NOW)
    return found


async def simulated(connection: Any) -> bool:
    """Whether this region's time may be moved."""
    found: bool = await connection.fetchval("SELECT simulated FROM clock")
    return found


async def simulate(connection: Any) -> None:
    """Makes the clock of a fresh demo movable. There is no way back: alerts of its future would lie in a past that never was."""
    await connection.execute("UPDATE clock SET simulated = true")


async def move(connection: Any, to: int) -> None:
    """Moves the hub's time forward to the instant `to`; moments that have passed already change nothing.

    Raises:
        StopError: this region's time is real.
    """
    if not await simulated(connection):
        raise StopError("Jam daerah ini adalah waktu sebenarnya dan tidak dapat dimajukan; itu hanya mungkin pada data contoh.")
    step = to - await instant(connection)
    if step > 0:
        await connection.execute(_SET, step)


def told(at: int, zone: dt.tzinfo) -> str:
    """An instant as people of the region read it."""
    return moment(at).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S %Z")
