"""Agencies and their units, with the spans in which they are what they are called. A merger rewrites nothing: queries follow it."""

from hub.store.rows import Instant, Key, Row, stored
from hub.views.kit import Fact, State, replace, view
from hub.views.things import Thing
from schemas.reference import (
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


@stored("agency", marks={"skey": Thing.AGENCY})
class Agency(Row):
    """The newest name; `agency_name` has all of them. `successors` are those it was merged or split into."""

    skey: Key
    subject: str
    slug: str
    name: str
    skpd_code: str | None
    established_at: Instant
    ended_at: Instant | None
    successors: list[str] | None


@stored("agency_name", many=True)
class AgencyName(Row):
    skey: Key
    no: int
    name: str
    skpd_code: str | None
    valid_from: Instant
    valid_to: Instant | None


class AgencyState(State):
    row: Agency
    names: list[AgencyName]


@view(Thing.AGENCY, AgencyState)
def agency(state: AgencyState | None, fact: Fact) -> AgencyState | None:
    """An agency after one more fact; what comes before its establishment waits for it."""
    match fact.data, state:
        case AgencyEstablished() as said, _:
            row = Agency(fact.skey, fact.subject, said.agency, said.name, said.skpd_code, fact.effective, None, None)
            return AgencyState(row, [AgencyName(fact.skey, 0, said.name, said.skpd_code, fact.effective, None)])
        case AgencyRenamed() as said, AgencyState(row, names):
            code = said.skpd_code or row.skpd_code
            ended = [*names[:-1], replace(names[-1], valid_to=fact.effective)]
            new = AgencyName(fact.skey, len(ended), said.name, code, fact.effective, None)
            return AgencyState(replace(row, name=said.name, skpd_code=code), [*ended, new])
        case AgencySplit() as said, AgencyState(row, names):
            return AgencyState(replace(row, successors=list(said.into)), names)
        case AgencyMerged() as said, AgencyState(row, names):
            return AgencyState(replace(row, ended_at=fact.effective, successors=[said.into]), names)
        case AgencyAbolished(), AgencyState(row, names):
            return AgencyState(replace(row, ended_at=fact.effective), names)
    return state


@stored("unit", marks={"skey": Thing.UNIT})
class Unit(Row):
    skey: Key
    subject: str
    slug: str
    agency: str
    parent: str | None
    name: str
    established_at: Instant
    ended_at: Instant | None
    successor: str | None


class UnitState(State):
    row: Unit


@view(Thing.UNIT, UnitState)
def unit(state: UnitState | None, fact: Fact) -> UnitState | None:
    """A unit after one more fact; what comes before its establishment waits for it."""
    match fact.data, state:
        case UnitEstablished() as said, _:
            return UnitState(Unit(fact.skey, fact.subject, said.unit, said.agency, said.parent, said.name, fact.effective, None, None))
        case UnitRenamed() as said, UnitState(row):
            return UnitState(replace(row, name=said.name))
        case UnitMerged() as said, UnitState(row):
            return UnitState(replace(row, ended_at=fact.effective, successor=said.into))
        case UnitAbolished(), UnitState(row):
            return UnitState(replace(row, ended_at=fact.effective))
    return state
