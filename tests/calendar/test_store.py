"""The tables of working days follow what special days and weeks say, on a real PostgreSQL."""

import datetime as dt
from typing import Any

from hub.alerts.stories import free, six_days
from hub.calendar import store
from hub.calendar.tables import FIRST_DAY
from hub.settings import Settings
from hub.store import engine
from hub.store.order import Days
from tests.alerts.telling import Stage

TODAY = dt.date(2026, 3, 1)
HOLIDAY = dt.date(2026, 3, 6)


async def between(connection: Any, calendar: str, first: str, last: str) -> int:
    query = "SELECT max(hk) - min(hk) FROM calendar_day WHERE calendar = $1 AND day = ANY($2::date[])"
    count: int = await connection.fetchval(query, calendar, [dt.date.fromisoformat(first), dt.date.fromisoformat(last)])
    return count


async def test_first_computation_counts_to_the_end_of_the_third_year_ahead(settings: Settings) -> None:
    connection, days = await engine.connect(settings.dsn), Days(settings.tz)
    assert not await store.reaches(connection, TODAY)
    assert await store.recompute(connection, TODAY, days)
    span = await connection.fetchrow("SELECT min(day), max(day) FROM calendar_day WHERE calendar = 'six'")
    assert tuple(span) == (FIRST_DAY, dt.date(2029, 12, 31))
    assert await store.reaches(connection, TODAY)
    assert not await store.reaches(connection, dt.date(2027, 1, 1))
    await connection.close()


async def test_second_computation_of_the_same_says_that_nothing_changed(settings: Settings) -> None:
    connection, days = await engine.connect(settings.dsn), Days(settings.tz)
    assert [await store.recompute(connection, TODAY, days) for _ in range(2)] == [True, False]
    await connection.close()


async def test_holiday_declared_later_moves_every_ordinal_after_it(settings: Settings) -> None:
    connection, days = await engine.connect(settings.dsn), Days(settings.tz)
    await store.recompute(connection, TODAY, days)
    assert await between(connection, "five", "2026-03-05", "2026-03-09") == 2
    await Stage(connection, days).tell([free(HOLIDAY.isoformat())])
    assert await store.recompute(connection, TODAY, days)
    assert await between(connection, "five", "2026-03-05", "2026-03-09") == 1
    await connection.close()


async def test_unit_with_six_days_is_noted_and_forgotten_again(settings: Settings) -> None:
    connection, days = await engine.connect(settings.dsn), Days(settings.tz)
    stage = Stage(connection, days)
    await stage.tell([six_days("dinkes", "pkm-a")])
    await store.recompute(connection, TODAY, days)
    assert [tuple(row) for row in await connection.fetch("SELECT * FROM calendar_of")] == [("dinkes", "pkm-a", "six")]
    await stage.forget("week/pages:dinkes-pkm-a", 0)
    assert await store.recompute(connection, TODAY, days)
    assert await connection.fetch("SELECT * FROM calendar_of") == []
    await connection.close()
