"""Keeps the tables of working days equal to what special days and weeks say."""

import datetime as dt
from typing import Any, Final

from hub.calendar.build import NATIONAL, Calendars, Special, Week, calendars
from hub.calendar.tables import YEARS_AHEAD
from hub.store.order import Days

_SPECIAL: Final = "SELECT calendar, day, working FROM special_day"
_WEEKS: Final = """
SELECT w.agency, coalesce(w.unit, ''), s.valid_from, s.valid_to, s.days, s.calendar, s.closes
FROM working_week w JOIN week_span s USING (skey) ORDER BY s.valid_from, w.skey
"""
_KNOWN_DAYS: Final = "SELECT calendar, day, hk, working, closes FROM calendar_day ORDER BY calendar, day"
_KNOWN_OF: Final = "SELECT agency, unit, calendar FROM calendar_of"
_HORIZON: Final = "SELECT max(day) FROM calendar_day WHERE calendar = 'five'"


def horizon(today: dt.date) -> dt.date:
    """The last day that is counted."""
    return dt.date(today.year + YEARS_AHEAD, 12, 31)


async def reaches(connection: Any, today: dt.date) -> bool:
    """Whether the days counted reach far enough ahead."""
    last: dt.date | None = await connection.fetchval(_HORIZON)
    return last is not None and last >= horizon(today)


async def recompute(connection: Any, today: dt.date, days: Days) -> bool:
    """Computes all calendars anew and writes those that differ. Says whether any did."""
    said = await _said(connection, today, days)
    known = await _known(connection)
    if known.of != said.of:
        await connection.execute("DELETE FROM calendar_of")
        await connection.executemany("INSERT INTO calendar_of VALUES ($1, $2, $3)", [(*who, name) for who, name in said.of.items()])
    changed = [name for name in known.days.keys() | said.days.keys() if known.days.get(name) != said.days.get(name)]
    if changed:
        await connection.execute("DELETE FROM calendar_day WHERE calendar = ANY($1::text[])", changed)
        rows = [(name, *one) for name in changed for one in said.days.get(name, ())]
        await connection.copy_records_to_table("calendar_day", records=rows, columns=["calendar", "day", "hk", "working", "closes"])
        await connection.execute("ANALYZE calendar_day")  # at once: rules take the wrong index of a table that is thought to be empty
    return bool(changed) or known.of != said.of


async def _said(connection: Any, today: dt.date, days: Days) -> Calendars:
    special = [Special(*row) for row in await connection.fetch(_SPECIAL)]
    weeks: dict[tuple[str, str], list[Week]] = {}
    for agency, unit, since, to, count, follows, closes in await connection.fetch(_WEEKS):
        week = Week(days.day(since), None if to is None else days.day(to), count, follows or NATIONAL, closes)
        weeks.setdefault((agency, unit), []).append(week)
    return calendars(special, weeks, horizon(today))


async def _known(connection: Any) -> Calendars:
    found: dict[str, list[Any]] = {}
    for name, *one in await connection.fetch(_KNOWN_DAYS):
        found.setdefault(name, []).append(tuple(one))
    of = {(agency, unit): name for agency, unit, name in await connection.fetch(_KNOWN_OF)}
    return Calendars({name: tuple(rows) for name, rows in found.items()}, of)
