"""Deadlines in SQL: the counting of domain.md 3.9, with the joint leave of March 2026."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Date, DateTime, Integer, Text, bindparam, literal, select, true

from hub.alerts.statements import compiled
from hub.alerts.stories import free, six_days
from hub.calendar import store
from hub.calendar.deadlines import calendar_for, day_zero, working_day, working_days_after
from hub.calendar.tables import FIRST_DAY
from hub.settings import Settings
from hub.store import engine
from hub.store.order import Days
from tests.alerts.telling import Stage

FREE = ["2026-03-18", "2026-03-19", "2026-03-20", "2026-03-23", "2026-03-24", "2026-04-03"]
AGENCY, UNIT = bindparam("agency", None, type_=Text), bindparam("unit", None, type_=Text)
CALENDAR = calendar_for(AGENCY, UNIT)
AFTER = compiled(select(working_days_after(CALENDAR, bindparam("day", None, type_=Date), bindparam("count", None, type_=Integer))))
OFFICE = select(CALENDAR.label("calendar")).subquery("office")
ZERO = day_zero(OFFICE.c.calendar, bindparam("local", None, type_=DateTime), literal("16:00"), "zero")
FROM = compiled(select(working_day(OFFICE.c.calendar, ZERO.c.hk)).select_from(OFFICE.join(ZERO, true())))


@pytest.fixture
async def connection(settings: Settings) -> AsyncIterator[Any]:
    connection, days = await engine.connect(settings.dsn), Days(settings.tz)
    await Stage(connection, days).tell([*(free(day) for day in FREE), six_days("dinkes", "pkm-a")])
    await store.recompute(connection, dt.date(2026, 3, 1), days)
    yield connection
    await connection.close()


async def after(connection: Any, day: str, count: int, agency: str = "dishub", unit: str | None = None) -> str:
    values = {"day": dt.date.fromisoformat(day), "count": count, "agency": agency, "unit": unit}
    ((found,),) = await AFTER.fetch(connection, values)
    return str(found)


async def zero(connection: Any, local: str) -> str:
    ((found,),) = await FROM.fetch(connection, {"local": dt.datetime.fromisoformat(local), "agency": "dishub", "unit": None})
    return str(found)


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-03-17 09:00", "2026-03-17"),
        ("2026-03-17 15:59", "2026-03-17"),
        ("2026-03-17 16:00", "2026-03-25"),
        ("2026-03-20 09:00", "2026-03-25"),
        ("2026-03-21 23:59", "2026-03-25"),
        ("2011-05-02 09:00", FIRST_DAY.isoformat()),
    ],
)
async def test_day_zero_is_the_day_of_receipt_or_the_next_working_day(connection: Any, local: str, day: str) -> None:
    assert await zero(connection, local) == day


async def test_limit_day_counts_working_days_over_joint_leave(connection: Any) -> None:
    assert await after(connection, "2026-03-17", 5) == "2026-03-31"
    assert await after(connection, "2026-03-20", 5) == "2026-04-01"
    assert await after(connection, "2026-03-17", 0) == "2026-03-17"


async def test_unit_with_six_days_is_sooner_due(connection: Any) -> None:
    assert await after(connection, "2026-03-02", 14, "dinkes") == "2026-03-27"
    assert await after(connection, "2026-03-02", 14, "dinkes", "pkm-b") == "2026-03-27"
    assert await after(connection, "2026-03-02", 14, "dinkes", "pkm-a") == "2026-03-21"
