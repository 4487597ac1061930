"""Deadlines as joins: pieces of SQL for rules and pages.

Counting (domain.md 3.9): day 0 is the day of receipt; what comes on a free day, or after the office has closed, has the next working day as
its day 0. The limit day is the working day so many after day 0; it still counts, overdue is the day after it.
"""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, ScalarSelect, Time, and_, case, cast, func, literal_column, select
from sqlalchemy.sql.selectable import LateralFromClause

from hub.calendar.tables import FIRST_DAY, FIVE, calendar_day, calendar_of


def calendar_for(agency: ColumnElement[Any], unit: ColumnElement[Any] | None = None) -> ColumnElement[str]:
    """Name of the calendar of a unit, else of its agency, else the one of five days."""
    ways = [_named(agency, literal_column("''"))]
    if unit is not None:
        ways.insert(0, _named(agency, unit))
    return func.coalesce(*ways, FIVE)


def _named(agency: ColumnElement[Any], unit: ColumnElement[Any]) -> ScalarSelect[str]:
    of = calendar_of.alias()
    return select(of.c.calendar).where(of.c.agency == agency, of.c.unit == unit).correlate_except(of).scalar_subquery()


def day_zero(calendar: ColumnElement[Any], local: ColumnElement[dt.datetime], closes: ColumnElement[Any], name: str) -> LateralFromClause:
    """Where counting begins for something received at the local time `local`: one row with `hk`, the ordinal of day 0.

    Args:
        calendar: its name.
        local: local time without zone.
        closes: the office's hour as text HH:MM, where the calendar has none of its own.
        name: of the result.
    """
    day = calendar_day.alias(f"{name}_day")
    late = and_(day.c.working, cast(local, Time) >= cast(func.coalesce(day.c.closes, closes), Time))
    begins = day.c.hk + case((day.c.working & ~late, 0), else_=1)
    counted = func.greatest(cast(local, Date), FIRST_DAY)
    return select(begins.label("hk")).where(day.c.calendar == calendar, day.c.day == counted).correlate_except(day).lateral(name)


def ordinal(calendar: ColumnElement[Any], day: ColumnElement[Any]) -> ScalarSelect[int]:
    """Working days of the calendar up to and with the day."""
    of = calendar_day.alias()
    return select(of.c.hk).where(of.c.calendar == calendar, of.c.day == day).correlate_except(of).scalar_subquery()


def working_day(calendar: ColumnElement[Any], hk: ColumnElement[Any]) -> ScalarSelect[dt.date]:
    """The working day with this ordinal; NULL beyond the calendar's horizon."""
    of = calendar_day.alias()
    return (
        select(of.c.day).where(of.c.calendar == calendar, of.c.working, of.c.hk == cast(hk, Integer)).correlate_except(of).scalar_subquery()
    )


def working_days_after(calendar: ColumnElement[Any], day: ColumnElement[Any], count: ColumnElement[Any]) -> ScalarSelect[dt.date]:
    """The limit day of something of `day` (a date, so without an hour) with `count` working days."""
    zero = calendar_day.alias()
    begins = zero.c.hk + case((zero.c.working, 0), else_=1)
    found = select(working_day(calendar, begins + count)).where(zero.c.calendar == calendar, zero.c.day == day)
    return found.correlate_except(zero).scalar_subquery()
