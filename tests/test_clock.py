"""hub/clock.py on a real PostgreSQL: real time, and the demo's time that only goes forward."""

import datetime as dt

import pytest

from hub import clock
from hub.errors import StopError
from hub.settings import Settings
from hub.store import engine
from hub.store.order import instant

HOUR = 3_600_000_000


async def test_real_time_is_told_and_cannot_be_moved(settings: Settings) -> None:
    connection = await engine.connect(settings.dsn)
    before, now, after = instant(dt.datetime.now(dt.UTC)), await clock.instant(connection), instant(dt.datetime.now(dt.UTC))
    assert before <= now <= after
    with pytest.raises(StopError, match="waktu sebenarnya"):
        await clock.move(connection, now + HOUR)
    await connection.close()


async def test_simulated_time_goes_forward_and_runs_on(settings: Settings) -> None:
    connection = await engine.connect(settings.dsn)
    await clock.simulate(connection)
    start = await clock.instant(connection)
    await clock.move(connection, start + HOUR)
    there = await clock.instant(connection)
    assert start + HOUR <= there < start + HOUR + 60_000_000
    assert await clock.instant(connection) > there
    await connection.close()


async def test_moving_to_a_moment_that_has_passed_changes_nothing(settings: Settings) -> None:
    connection = await engine.connect(settings.dsn)
    await clock.simulate(connection)
    await clock.move(connection, await clock.instant(connection) - HOUR)
    assert await connection.fetchval("SELECT ahead = '0'::interval FROM clock")
    await connection.close()


async def test_time_through_sqlalchemy_is_the_same_time(settings: Settings) -> None:
    connection, queries = await engine.connect(settings.dsn), engine.engine(settings.dsn, pool=1)
    await clock.simulate(connection)
    await clock.move(connection, await clock.instant(connection) + 24 * HOUR)
    async with queries.connect() as other:
        ahead = await clock.now(other) - dt.datetime.now(dt.UTC)
    await queries.dispose()
    await connection.close()
    assert dt.timedelta(hours=23, minutes=59) < ahead < dt.timedelta(hours=24, minutes=1)
