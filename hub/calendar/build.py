"""Calendars computed: which days are worked, and by whom. Pure: knows no database."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from hub.calendar.tables import FIRST_DAY, FIVE, SIX

NATIONAL: Final = "nasional"
"""The calendar of holidays that everybody follows; a week may name another one, whose days go before."""
_ONE: Final = dt.timedelta(days=1)


class Special(NamedTuple):
    """A statement about one day of a calendar of holidays."""

    calendar: str
    day: dt.date
    working: bool


class Week(NamedTuple):
    """Five or six days from `since` until the day before `to`; `follows`: whose holidays; `closes`: HH:MM."""

    since: dt.date
    to: dt.date | None
    days: int
    follows: str
    closes: str | None


class Counted(NamedTuple):
    """One day of a calendar."""

    day: dt.date
    hk: int
    working: bool
    closes: str | None


class Calendars(NamedTuple):
    """Every calendar that somebody has, and who has one that is not `five`: (agency, unit or "") → its name."""

    days: Mapping[str, tuple[Counted, ...]]
    of: Mapping[tuple[str, str], str]


_FIVE: Final = Week(dt.date.min, None, 5, NATIONAL, None)
_SIX: Final = Week(dt.date.min, None, 6, NATIONAL, None)


def calendars(special: Iterable[Special], weeks: Mapping[tuple[str, str], Sequence[Week]], last_day: dt.date) -> Calendars:
    """Computes all calendars up to `last_day`. Those who work alike share one, for a region has hundreds of schools.

    Args:
        special: what was said about days.
        weeks: (agency, unit or "") → its weeks in order of time.
        last_day: end of counting.
    """
    said: dict[str, dict[dt.date, bool]] = {}
    for one in special:
        said.setdefault(one.calendar, {})[one.day] = one.working
    counted: dict[tuple[Week, ...], tuple[Counted, ...]] = {}

    def count(rhythm: tuple[Week, ...]) -> tuple[Counted, ...]:
        if rhythm not in counted:
            counted[rhythm] = tuple(_ordinals(rhythm, said, last_day))
        return counted[rhythm]

    days = {FIVE: count((_FIVE,)), SIX: count((_SIX,))}
    names = {theirs: name for name, theirs in reversed(days.items())}
    of: dict[tuple[str, str], str] = {}
    for (agency, unit), theirs in sorted(weeks.items()):
        around = weeks.get((agency, ""), ()) if unit else ()
        mine = count((_FIVE, *_since_ever(around), *_since_ever(theirs)))
        name = names.setdefault(mine, f"{agency}/{unit}" if unit else agency)
        days.setdefault(name, mine)
        of[agency, unit] = name
    return Calendars(days, of)


def _since_ever(weeks: Sequence[Week]) -> Sequence[Week]:
    """The first week that was told held before, too: nobody worked five days only until the hub heard of six."""
    return [weeks[0]._replace(since=dt.date.min), *weeks[1:]] if weeks else weeks


def _ordinals(weeks: Sequence[Week], said: Mapping[str, Mapping[dt.date, bool]], last_day: dt.date) -> Iterator[Counted]:
    national, hk, day = said.get(NATIONAL, {}), 0, FIRST_DAY
    while day <= last_day:
        week = _in_force(weeks, day)
        usual = day.weekday() < week.days
        working = said.get(week.follows, {}).get(day, national.get(day, usual))
        hk += working
        yield Counted(day, hk, working, week.closes)
        day += _ONE


def _in_force(weeks: Sequence[Week], day: dt.date) -> Week:
    """The last one of the list that covers the day: a unit's own goes before its agency's."""
    return [week for week in weeks if week.since <= day and (week.to is None or day < week.to)][-1]
