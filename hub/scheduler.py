"""One process of the region, the leader, runs what recurs: connectors, ticks, upkeep.

The leader holds an advisory lock of a database session. A leader that is killed loses it with its connection; one that is frozen loses
it when PostgreSQL ends the idle session. One that wakes afterwards may finish the turn that it was in, so a turn must bear being run
twice. When each schedule was last worked off stands in the table `tick`, so a new leader knows what is due.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol
from zoneinfo import ZoneInfo

import asyncpg
from cronsim import CronSim
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from hub import logs, metrics
from hub.alerts.tables import tick
from hub.store.engine import connect

LOG: Final = logs.get(__name__)
LEADING: Final = 20_260_003
"""Advisory lock of the leader."""
IDLE_S: Final = 15
"""PostgreSQL ends the session of a leader that has been silent for so long."""
KEEP_S: Final = 2.0
"""Time between two signs of life of a leader, and between two attempts to become it."""
LOOK_S: Final = 1.0
"""Longest sleep between two looks at the clock, because a simulated one jumps."""
AWAY: Final = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What a database that is away looks like."""

Turn = Callable[[dt.datetime], Awaitable[None]]
"""Does what is due at the moment; it is run again when it raises, or when the leader is lost in the middle of it."""
Now = Callable[[], Awaitable[dt.datetime]]


class Rhythm(Protocol):
    def due(self, last: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
        """The newest moment that is due: after `last` and not after `now`; None if there is none."""


class Every(NamedTuple):
    """From the beginning of one turn to that of the next, for connectors; one that takes longer is followed at once."""

    span: dt.timedelta

    def due(self, last: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
        return now if last is None or now - last >= self.span else None


class Cron(NamedTuple):
    """Five fields (minute, hour, day, month, weekday) in the region's zone. Moments that were missed are made up for once."""

    fields: str
    zone: ZoneInfo

    def due(self, last: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
        inclusive = now.astimezone(self.zone) + dt.timedelta(microseconds=1)
        newest: dt.datetime = next(CronSim(self.fields, inclusive, reverse=True))
        return newest if last is None or newest > last else None


class Schedule(NamedTuple):
    """Something that recurs; its name is a row of `tick`, so it stays the same."""

    name: str
    rhythm: Rhythm
    turn: Turn


async def real_time() -> dt.datetime:
    """The clock by which connectors and upkeep go."""
    return dt.datetime.now(dt.UTC)


class Scheduler:
    """Leads, or waits to lead, until it is cancelled.

    Args:
        now: the clock of these schedules; real time if not given.
        again_s: rest after a turn that failed.
    """

    def __init__(
        self, dsn: str, engine: AsyncEngine, schedules: Sequence[Schedule], *, now: Now = real_time, again_s: float = 30.0
    ) -> None:
        self._dsn = dsn
        self._engine = engine
        self._schedules = schedules
        self._now = now
        self._again_s = again_s

    async def serve(self) -> None:
        """Becomes the leader, runs the schedules while it is, and tries again when it no longer is."""
        while True:
            try:
                session = await connect(self._dsn, idle_session_timeout=f"{IDLE_S}s")
            except AWAY as error:
                LOG.warning("scheduler waits for the database", exc_info=error)
                await asyncio.sleep(KEEP_S)
                continue
            try:
                await self._lead(session)
            except AWAY as error:
                LOG.warning("scheduler lost its session", exc_info=error)
            finally:
                metrics.LEADER.set(0)
                session.terminate()

    async def _lead(self, session: "asyncpg.Connection[Any]") -> None:
        while True:
            if await session.fetchval("SELECT pg_try_advisory_lock($1)", LEADING, timeout=KEEP_S):
                break
            await asyncio.sleep(KEEP_S)
        metrics.LEADER.set(1)
        LOG.info("scheduler leads", count=len(self._schedules))
        following = [asyncio.create_task(self._follow(schedule)) for schedule in self._schedules]
        try:
            while True:
                await asyncio.sleep(KEEP_S)
                await session.execute("SELECT 1", timeout=KEEP_S)
        finally:
            for task in following:
                task.cancel()
            await asyncio.gather(*following, return_exceptions=True)

    async def _follow(self, schedule: Schedule) -> None:
        """Runs one schedule's turns, one after another, for as long as we lead."""
        while True:
            try:
                await self._turn(schedule)
            except Exception:  # Whatever a turn raises, the other schedules and its own next try go on.
                metrics.SCHEDULE_FAILURES.labels(schedule.name).inc()
                LOG.exception("turn of a schedule failed", schedule=schedule.name)
                await asyncio.sleep(self._again_s)

    async def _turn(self, schedule: Schedule) -> None:
        """Waits until the schedule is due, runs it, and notes that it was."""
        last = await self._last(schedule.name)
        while True:
            due = schedule.rhythm.due(last, await self._now())
            if due is not None:
                break
            await asyncio.sleep(LOOK_S)
        await schedule.turn(due)
        await self._note(schedule.name, due)

    async def _last(self, name: str) -> dt.datetime | None:
        async with self._engine.connect() as connection:
            last: dt.datetime | None = await connection.scalar(select(tick.c.at).where(tick.c.name == f"schedule:{name}"))
        return last

    async def _note(self, name: str, due: dt.datetime) -> None:
        first = insert(tick).values(name=f"schedule:{name}", at=due)
        noted = first.on_conflict_do_update(index_elements=["name"], set_={"at": func.greatest(tick.c.at, first.excluded.at)})
        async with self._engine.begin() as connection:
            await connection.execute(noted)
