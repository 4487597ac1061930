"""Employees: their status, where they serve, and the numbers by which others know them."""

from hub.store.rows import Instant, Key, Row, stored
from hub.views.kit import Fact, State, replace, view
from hub.views.things import Thing
from schemas.personnel import AliasEnded, AliasGiven, EmployeeAppointed, PersonRegistered, RankChanged, StatusChanged, Transferred

UNTOLD = "registered"
"""Status of a record of which no appointment was told."""


@stored("employee", indexes=("nik",), marks={"skey": Thing.EMPLOYEE})
class Employee(Row):
    """The newest of what has no span; the spans are `employment` and `alias`. `token` holds name and birth day."""

    skey: Key
    subject: str
    agency: str | None
    unit: str | None
    status: str
    kind: str | None
    rank: str | None
    nik: Key | None
    registered_at: Instant | None
    token: bytes | None


@stored("employment", many=True)
class Employment(Row):
    """Status, agency and unit from when to when."""

    skey: Key
    no: int
    status: str
    cause: str | None
    agency: str | None
    unit: str | None
    valid_from: Instant
    valid_to: Instant | None


@stored("alias", many=True, indexes=("value",), marks={"value": Thing.NIP})
class Alias(Row):
    """A NIP or NI PPPK and the span in which it is this record's, as a keyed hash; null: since ever, or still."""

    skey: Key
    no: int
    value: Key
    valid_from: Instant | None
    valid_to: Instant | None


class EmployeeState(State):
    """A record of a person in one source."""

    row: Employee
    employments: list[Employment]
    aliases: list[Alias]


@view(Thing.EMPLOYEE, EmployeeState)
def employee(state: EmployeeState | None, fact: Fact) -> EmployeeState | None:
    """An employee's record after one more fact; any fact may be the first, for an appointment holds long before it is registered."""
    if state is None:
        state = EmployeeState(Employee(fact.skey, fact.subject, None, None, UNTOLD, None, None, None, None, None), [], [])
    row, service, aliases = state.row, state.employments, state.aliases
    match fact.data:
        case PersonRegistered():
            nip, nik = fact.hashes
            row = replace(row, registered_at=fact.time, token=fact.token, nik=nik or row.nik)
            aliases = _given(aliases, fact, nip, since=None, until=None)
        case AliasGiven() as said:
            nip, nik = fact.hashes
            row = replace(row, nik=nik or row.nik)
            aliases = _given(aliases, fact, nip, since=fact.effective, until=fact.after(said.until))
        case AliasEnded():
            nip, nik = fact.hashes
            row = replace(row, nik=None if nik == row.nik else row.nik)
            aliases = [replace(a, valid_to=fact.effective) if a.value == nip and _holds(a, fact.effective) else a for a in aliases]
        case EmployeeAppointed() as said:
            row = replace(row, agency=said.agency, unit=said.unit, kind=said.employment, status="active")
            service = _began(service, fact, row, None)
        case Transferred() as said:
            row = replace(row, agency=said.agency, unit=said.unit)
            service = _began(service, fact, row, None)
        case StatusChanged() as said:
            row = replace(row, agency=row.agency or said.agency, status=said.status)
            service = _began(service, fact, row, said.reason)
        case RankChanged() as said:
            row = replace(row, rank=said.grade)
    return EmployeeState(row, service, aliases)


def _holds(alias: Alias, at: int) -> bool:
    """Whether it is still theirs, as far as is known; one given until a day can end before it."""
    return alias.valid_to is None or alias.valid_to > at


def _given(aliases: list[Alias], fact: Fact, value: int | None, *, since: int | None, until: int | None) -> list[Alias]:
    """A new number ends those before. One that is theirs for good changes nothing said again; nor does a registration (`since` is None)."""
    same = [a for a in aliases if a.value == value and _holds(a, fact.effective)]
    if value is None or any(since is None or a.valid_to is None for a in same):
        return aliases
    ended = [replace(a, valid_to=since) if since is not None and _holds(a, since) else a for a in aliases]
    return [*ended, Alias(fact.skey, len(ended), value, since, until)]


def _began(service: list[Employment], fact: Fact, row: Employee, cause: str | None) -> list[Employment]:
    ended = [replace(e, valid_to=fact.effective) if e.valid_to is None else e for e in service]
    return [*ended, Employment(fact.skey, len(ended), row.status, cause, row.agency, row.unit, fact.effective, None)]
