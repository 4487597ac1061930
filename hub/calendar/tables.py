"""Working days counted, and whose calendar is which; both are derived from special days and working weeks."""

import datetime as dt
from typing import Final

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, text

from hub.store.metadata import metadata

FIVE: Final = "five"
"""The calendar of whoever said nothing else: Monday to Friday (Perpres 21/2023 art. 3)."""
SIX: Final = "six"
FIRST_DAY: Final = dt.date(2015, 1, 1)
"""Where counting begins; what is older counts from here."""
YEARS_AHEAD: Final = 3

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("calendar", Text, primary_key=True, comment="five, six, or the first agency or unit that has this one."),
    Column("day", Date, primary_key=True),
    Column("hk", Integer, nullable=False, comment="Working days of this calendar up to and with this day."),
    Column("working", Boolean, nullable=False),
    Column("closes", Text, comment="Local time HH:MM at which the office closes; null: the region's hour."),
    Index("uq_calendar_day_hk", "calendar", "hk", unique=True, postgresql_where=text("working")),
)

calendar_of = Table(
    "calendar_of",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("unit", Text, primary_key=True, comment="Empty: the agency itself, and its units that are not named."),
    Column("calendar", Text, nullable=False),
    comment="Only who does not follow `five`; hundreds of schools share `six`.",
)
