"""hub/scheduler.py on a real PostgreSQL: one leader at a time, turns in their time, whoever dies."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from hub import metrics
from hub.alerts.tables import tick
from hub.scheduler import LEADING, Cron, Every, Schedule, Scheduler
from hub.settings import Settings
from hub.store.engine import engine

JAKARTA = ZoneInfo("Asia/Jakarta")
MIDNIGHT = Cron("0 0 * * *", JAKARTA)
MINUTE = Every(dt.timedelta(minutes=1))


def wib(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def test_cron_is_due_at_the_moment_itself_and_once() -> None:
    midnight = wib("2026-03-01T00:00")
    assert MIDNIGHT.due(wib("2026-02-28T00:00"), midnight) == midnight
    assert MIDNIGHT.due(midnight, wib("2026-03-01T23:59:59")) is None


def test_cron_moments_that_were_missed_are_due_once_as_the_newest() -> None:
    assert MIDNIGHT.due(wib("2026-01-01T00:00"), wib("2026-03-05T12:00").astimezone(dt.UTC)) == wib("2026-03-05T00:00")


def test_schedule_that_never_ran_is_due_at_once() -> None:
    now = wib("2026-03-05T12:00")
    assert MINUTE.due(None, now) == now
    assert MIDNIGHT.due(None, now) == wib("2026-03-05T00:00")


def test_every_is_due_when_its_span_has_passed() -> None:
    began = wib("2026-03-05T12:00")
    assert MINUTE.due(began, began + dt.timedelta(seconds=59)) is None
    assert MINUTE.due(began, began + dt.timedelta(seconds=60)) == began + dt.timedelta(seconds=60)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.scheduler.LOOK_S", 0.01)
    monkeypatch.setattr("hub.scheduler.KEEP_S", 0.3)


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[AsyncEngine]:
    made = engine(settings.dsn)
    yield made
    await made.dispose()


class Turns:
    """Collects turns; a test waits for them."""

    def __init__(self, failures: int = 0) -> None:
        self.came: asyncio.Queue[dt.datetime] = asyncio.Queue()
        self._failures = failures

    async def __call__(self, due: dt.datetime) -> None:
        await self.came.put(due)
        if self._failures:
            self._failures -= 1
            raise ValueError("the turn fails")


async def ended(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_turn_comes_when_the_clock_says_so_and_is_noted(settings: Settings, base: AsyncEngine) -> None:
    clock, turns = [wib("2026-03-01T12:00")], Turns()

    async def now() -> dt.datetime:
        return clock[0]

    serving = asyncio.create_task(Scheduler(settings.dsn, base, [Schedule("midnight", MIDNIGHT, turns)], now=now).serve())
    assert await turns.came.get() == wib("2026-03-01T00:00")
    clock[0] = wib("2026-06-01T00:30")
    assert await turns.came.get() == wib("2026-06-01T00:00")
    clock[0] = wib("2026-06-02T00:00")
    assert await turns.came.get() == wib("2026-06-02T00:00")
    await ended(serving)
    async with base.connect() as connection:
        assert (await connection.execute(select(tick))).one() == ("schedule:midnight", wib("2026-06-01T00:00"))


async def test_turn_that_failed_is_run_again_and_does_not_stop_another(settings: Settings, base: AsyncEngine) -> None:
    failing, steady = Turns(failures=1), Turns()
    schedules = [Schedule("failing", MIDNIGHT, failing), Schedule("steady", Every(dt.timedelta()), steady)]
    serving = asyncio.create_task(Scheduler(settings.dsn, base, schedules, again_s=0.05).serve())
    assert await failing.came.get() == await failing.came.get()
    await steady.came.get()
    await steady.came.get()
    await ended(serving)
    assert metrics.REGISTRY.get_sample_value("simpul_schedule_failures_total", {"schedule": "failing"}) == 1


async def test_second_scheduler_leads_only_when_the_first_has_lost_its_session(settings: Settings, base: AsyncEngine) -> None:
    one, other = Turns(), Turns()
    rhythm = Every(dt.timedelta())
    first = asyncio.create_task(Scheduler(settings.dsn, base, [Schedule("connector", rhythm, one)]).serve())
    await one.came.get()
    second = asyncio.create_task(Scheduler(settings.dsn, base, [Schedule("connector", rhythm, other)]).serve())
    for _ in range(20):
        await one.came.get()
    assert other.came.empty()
    first.cancel()
    await asyncio.wait_for(other.came.get(), 5)
    await ended(first, second)


async def test_leader_whose_session_was_ended_stops_its_turns_and_leads_again(settings: Settings, base: AsyncEngine) -> None:
    turns = Turns()
    serving = asyncio.create_task(Scheduler(settings.dsn, base, [Schedule("connector", Every(dt.timedelta()), turns)]).serve())
    await turns.came.get()
    admin = await asyncpg.connect(settings.dsn)
    holders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"  # noqa: E501 -- one query
    holder = await admin.fetchval(holders, LEADING)
    await admin.fetchval("SELECT pg_terminate_backend($1)", holder)
    async with asyncio.timeout(10):
        while await admin.fetchval(holders, LEADING) in (None, holder):
            await turns.came.get()
    await admin.close()
    await ended(serving)


async def test_session_of_a_frozen_leader_is_ended_by_the_database(
    settings: Settings, base: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.scheduler.KEEP_S", 60)  # As silent as one that is frozen.
    monkeypatch.setattr("hub.scheduler.IDLE_S", 1)
    turns = Turns()
    serving = asyncio.create_task(Scheduler(settings.dsn, base, [Schedule("connector", MINUTE, turns)]).serve())
    await turns.came.get()
    admin = await asyncpg.connect(settings.dsn)
    assert await admin.fetchval("SELECT pg_try_advisory_lock($1)", LEADING) is False
    await admin.fetchval("SELECT pg_advisory_lock($1)", LEADING, timeout=5)
    await admin.close()
    await ended(serving)
