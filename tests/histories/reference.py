"""Random facts of reference."""

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any, Final

from schemas import reference as r
from schemas.payload import Payload
from tests.histories.world import DAYS, EMPLOYEES, INSTANTS, LETTERS, maybe

NAMES: Final = ("Dinas Perhubungan", "Dinas Perhubungan dan Kominfo")
HEIRS: Final = ("dpupr", "dispora")


def _decided(rng: Random) -> dict[str, Any]:
    return {"effective": rng.choice(DAYS), "decree": rng.choice(LETTERS)}


def _agency(rng: Random) -> dict[str, Any]:
    return {"agency": "dishub", **_decided(rng)}


def _named(rng: Random) -> dict[str, Any]:
    code = maybe(rng, "2.15.0.00.0.00.01.0000", "2.15.2.16.0.00.01.0000")
    return {**_agency(rng), "name": rng.choice(NAMES), "skpd_code": code}


def _split(rng: Random) -> dict[str, Any]:
    return {**_agency(rng), "into": rng.choice((HEIRS, HEIRS[:1]))}


def _merged(rng: Random) -> dict[str, Any]:
    return {**_agency(rng), "into": rng.choice(HEIRS)}


def _unit(rng: Random) -> dict[str, Any]:
    return {**_agency(rng), "unit": "dishub-lalin"}


def _unit_established(rng: Random) -> dict[str, Any]:
    return {**_unit_renamed(rng), "parent": maybe(rng, "dishub-sekretariat")}


def _unit_renamed(rng: Random) -> dict[str, Any]:
    return {**_unit(rng), "name": rng.choice(NAMES)}


def _unit_merged(rng: Random) -> dict[str, Any]:
    return {**_unit(rng), "into": rng.choice(("dishub-angkutan", "dishub-parkir"))}


def _day(rng: Random) -> dict[str, Any]:
    kind = rng.choice(("working-day", "joint-leave", "regional-holiday"))
    return {
        "calendar": "nasional",
        "day": dt.date(2026, 8, 18),
        "kind": kind,
        "name": maybe(rng, "Cuti bersama"),
        "decree": rng.choice(LETTERS),
    }


def _week(rng: Random) -> dict[str, Any]:
    return {
        "agency": "dishub",
        "unit": maybe(rng, "dishub-lalin"),
        "days": rng.choice((5, 6)),
        "calendar": maybe(rng, "nasional"),
        "opens": maybe(rng, "07:30"),
        "closes": maybe(rng, "16:00"),
        **_decided(rng),
    }


def _parameter(rng: Random) -> dict[str, Any]:
    value = rng.choice(("3", "6"))
    return {
        "rule": "A08",
        "name": "acting_months",
        "value": value,
        "law": f"SE {value}",
        "effective": rng.choice(DAYS),
        "until": maybe(rng, *DAYS),
    }


def _checked(rng: Random) -> dict[str, Any]:
    return {"agency": "dishub", "records": rng.choice((0, 4711)), "new": maybe(rng, 0), "run": maybe(rng, "1")}


def _maintained(rng: Random) -> dict[str, Any]:
    return {"agency": "dishub", "starts": rng.choice(INSTANTS), "ends": rng.choice(INSTANTS)}


def _rhythm(rng: Random) -> dict[str, Any]:
    return {"agency": "dishub", "minutes": rng.choice((60, 1440)), "effective": rng.choice(DAYS)}


def _same(rng: Random) -> dict[str, Any]:
    one, other = rng.sample(EMPLOYEES, 2)
    return {"record": one, "other": other, "same": rng.choice((True, False)), "effective": rng.choice(DAYS), "until": maybe(rng, *DAYS)}


MAKES: Final[dict[type[Payload], Callable[[Random], dict[str, Any]]]] = {
    r.AgencyEstablished: _named,
    r.AgencyRenamed: _named,
    r.AgencySplit: _split,
    r.AgencyMerged: _merged,
    r.AgencyAbolished: _agency,
    r.UnitEstablished: _unit_established,
    r.UnitRenamed: _unit_renamed,
    r.UnitMerged: _unit_merged,
    r.UnitAbolished: _unit,
    r.CalendarDaySet: _day,
    r.WeekSet: _week,
    r.ParameterSet: _parameter,
    r.SourceChecked: _checked,
    r.MaintenanceAnnounced: _maintained,
    r.RhythmSet: _rhythm,
    r.SameAsStated: _same,
}
