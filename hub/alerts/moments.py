"""The moment for which a rule is asked.

A rule is asked about subjects, each for a moment: it counts the facts that hold before the instant `until`, on the local day `day`.
Live, `until` is the end of the day, so that an answer depends on the day and the facts alone and midnight is the only hour at which
time itself changes one. Of an alert that has ended it is the instant at which it was opened: what was answered later on that day does
not make the alert wrong.
"""

import datetime as dt
from typing import Any, Final, NamedTuple

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Date, DateTime, Integer, Text, bindparam, cast, column, func, literal_column, or_
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.selectable import TableValuedAlias

from hub.store.order import Days

INSTANT: Final = DateTime(timezone=True)
ZONE: Final[ColumnElement[str]] = bindparam("zone", None, type_=Text)
"""The region's zone, fixed at init."""


class At(NamedTuple):
    """A moment in values: microseconds since 2000, and the day in the region's zone."""

    instant: int
    day: dt.date
    until: int

    @classmethod
    def live(cls, instant: int, days: Days) -> "At":
        """The moment `instant`, for an alert that holds now: everything of its day counts."""
        day = days.day(instant)
        return cls(instant, day, days.instant(day + dt.timedelta(days=1)))

    @classmethod
    def then(cls, instant: int, days: Days) -> "At":
        """The moment `instant`, for an alert that was opened then: nothing later counts."""
        return cls(instant, days.day(instant), instant + 1)


class Moment:
    """What a rule's query says about its moment. `asked` is the table of the subjects that it is asked about.

    A subject names its moment by number, for there are few: one live, and some of alerts that have ended. A moment for each of ten thousand
    subjects would cost more to send than the answer to find.
    """

    def __init__(self) -> None:
        self.asked = _asked()
        self.key: ColumnElement[int] = self.asked.c.key
        self.no: ColumnElement[int] = self.asked.c.no
        self.day: ColumnElement[dt.date] = Grouping(bindparam("days", None, type_=ARRAY(Date)))[self.no]
        self.until: ColumnElement[dt.datetime] = Grouping(bindparam("untils", None, type_=ARRAY(INSTANT)))[self.no]
        self.last: ColumnElement[dt.datetime] = self.until - literal_column("interval '1 microsecond'")

    def past(self, instant: ColumnElement[Any]) -> ColumnElement[bool]:
        """The instant lies before the moment; NULL: it never came."""
        return instant < self.until

    def holds(self, valid_from: ColumnElement[Any], valid_to: ColumnElement[Any]) -> ColumnElement[bool]:
        """The span has begun and has not ended."""
        return (valid_from < self.until) & self.open_ended(valid_to)

    def open_ended(self, valid_to: ColumnElement[Any]) -> ColumnElement[bool]:
        """An end that has not come."""
        return or_(valid_to.is_(None), valid_to >= self.until)

    def days_ago(self, instant: ColumnElement[Any], days: ColumnElement[Any]) -> ColumnElement[bool]:
        """More than so many days, or working days, have passed since the day of the instant, or perhaps a few hours less.

        Cheap, and implied by "its limit day has passed": it spares what is young every look at a calendar.
        """
        return instant < self.until - days * literal_column("interval '1 day'")


def _asked() -> TableValuedAlias:
    keys, numbers = bindparam("keys", None, type_=ARRAY(BigInteger)), bindparam("numbers", None, type_=ARRAY(Integer))
    return func.unnest(keys, numbers).table_valued(column("key", BigInteger), column("no", Integer)).render_derived(name="asked")


def day_of(instant: ColumnElement[Any]) -> ColumnElement[dt.date]:
    """The local day in which an instant lies."""
    return cast(func.timezone(ZONE, instant), Date)


def midnight_of(day: ColumnElement[Any]) -> ColumnElement[dt.datetime]:
    """The instant at which a local day begins."""
    return func.timezone(ZONE, cast(day, DateTime()), type_=INSTANT)


def months_after(day: ColumnElement[Any], months: ColumnElement[int]) -> ColumnElement[dt.date]:
    """The same day so many calendar months later; the last of a shorter month."""
    return cast(day + func.make_interval(literal_column("0"), months), Date)
