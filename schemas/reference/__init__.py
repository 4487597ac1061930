"""Reference: agencies, units, calendars, parameters; and what is said about the sources themselves."""

from schemas.reference.agencies import (
    AgencyAbolished,
    AgencyEstablished,
    AgencyMerged,
    AgencyRenamed,
    AgencySplit,
    UnitAbolished,
    UnitEstablished,
    UnitMerged,
    UnitRenamed,
)
from schemas.reference.calendars import CalendarDaySet, WeekSet
from schemas.reference.sources import MaintenanceAnnounced, ParameterSet, RhythmSet, SameAsStated, SourceChecked

__all__ = [
    "AgencyAbolished",
    "AgencyEstablished",
    "AgencyMerged",
    "AgencyRenamed",
    "AgencySplit",
    "CalendarDaySet",
    "MaintenanceAnnounced",
    "ParameterSet",
    "RhythmSet",
    "SameAsStated",
    "SourceChecked",
    "UnitAbolished",
    "UnitEstablished",
    "UnitMerged",
    "UnitRenamed",
    "WeekSet",
]
