"""Working days for the rows of a page: the same ordinals that rules join by, fetched for the days at hand."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.calendar.tables import FIVE, calendar_day, calendar_of


class Counted(NamedTuple):
    """A day of a calendar: working days up to and with it, whether it is one, when the office closes (HH:MM; None: the region's hour)."""

    hk: int
    working: bool
    closes: str | None


class Working:
    """Ordinals of the days that a page needs; a day that no calendar has is None."""

    def __init__(self, days: dict[tuple[str, dt.date], Counted], of: dict[tuple[str, str], str], zone: dt.tzinfo) -> None:
        self._days = days
        self._of = of
        self._zone = zone

    def calendar(self, agency: str | None, unit: str | None) -> str:
        """Whose calendar counts: the unit's, else its agency's, else the one of five days."""
        return _calendar(self._of, agency, unit)

    def ordinal(self, calendar: str, at: dt.datetime, days: int = 0) -> int | None:
        """Working days up to and with the region's day of the moment, some days later."""
        found = self._days.get((calendar, at.astimezone(self._zone).date() + dt.timedelta(days=days)))
        return None if found is None else found.hk

    def day_zero(self, calendar: str, at: dt.datetime, closes: str) -> int | None:
        """Where counting begins: what comes on a free day or after hours has the next working day as its day 0."""
        local = at.astimezone(self._zone)
        day = self._days.get((calendar, local.date()))
        if day is None:
            return None
        in_time = day.working and local.time() < dt.time.fromisoformat(day.closes or closes)
        return day.hk + (0 if in_time else 1)


Wanted = Iterable[tuple[str | None, str | None, Iterable[dt.datetime]]]
"""(agency, unit, moments) of every row."""


def _calendar(of: dict[tuple[str, str], str], agency: str | None, unit: str | None) -> str:
    return of.get((agency or "", unit or ""), of.get((agency or "", ""), FIVE))


async def working(connection: AsyncConnection, wanted: Wanted, zone: dt.tzinfo) -> Working:
    """The ordinals of all the moments' days and of the day before each, in two queries."""
    rows = [(agency, unit, list(moments)) for agency, unit, moments in wanted]
    named = select(calendar_of).where(calendar_of.c.agency.in_(sorted({agency for agency, _, _ in rows if agency})))
    of = {(row.agency, row.unit): row.calendar for row in await connection.execute(named)}
    one = dt.timedelta(days=1)
    days: set[tuple[str, dt.date]] = set()
    for agency, unit, moments in rows:
        local = {moment.astimezone(zone).date() for moment in moments}
        days |= {(name, day) for name in (_calendar(of, agency, unit), FIVE) for at in local for day in (at - one, at)}
    asked = select(calendar_day).where(tuple_(calendar_day.c.calendar, calendar_day.c.day).in_(sorted(days)))
    counted = {(row.calendar, row.day): Counted(row.hk, row.working, row.closes) for row in await connection.execute(asked)}
    return Working(counted, of, zone)


async def days_of(connection: AsyncConnection, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], dt.date]:
    """The working day of each (calendar, ordinal); missing beyond the calendar's horizon."""
    pairs = sorted(set(wanted))
    asked = select(calendar_day.c.calendar, calendar_day.c.hk, calendar_day.c.day)
    rows = await connection.execute(asked.where(calendar_day.c.working, tuple_(calendar_day.c.calendar, calendar_day.c.hk).in_(pairs)))
    return {(row.calendar, row.hk): row.day for row in rows}
