"""The list of alerts: filters, counts beside them, the worst and oldest first."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, Row, Select, Text, and_, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.alerts.tables import alert, case_action
from hub.web import policy
from hub.web.paging import SIZE, Slice, beyond, cut
from hub.web.policy import Domain
from hub.web.queries import conditions
from hub.web.queries.names import Named, named
from hub.web.viewer import Viewer

RANK: Final = ("critical", "high", "medium", "low")
_DAY: Final = r"^\d{4}-\d\d-\d\d"

state: ColumnElement[str] = case((alert.c.state != "open", alert.c.state), (conditions.closed(), "closed"), else_="open").label("shown")
"""The state as lists show it: an open one that a person closed is `closed`."""
rank: ColumnElement[int] = cast(func.array_position(list(RANK), alert.c.severity), Integer)
_limit = alert.c["values"]["limit"].astext


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; None: everything."""

    rule: str | None = None
    state: str | None = "open"
    severity: str | None = None
    agency: str | None = None


class Facet(NamedTuple):
    """A choice of a filter and how many alerts it would leave."""

    value: str
    many: int


class Listed(NamedTuple):
    """An alert of the list."""

    no: int
    rule: str
    severity: str
    shown: str
    subject: str
    named: Named | None
    agency: str | None
    period: str
    values: dict[str, Any]
    opened_at: dt.datetime
    ended_at: dt.datetime | None
    unsure: bool
    restricted: bool
    holder: str | None
    due: str | None
    acknowledged: bool


def _since(zone: str) -> ColumnElement[Any]:
    """The day from which it is late: the limit where it is a day, else the day of opening."""
    opened = cast(func.timezone(zone, alert.c.opened_at), Date)
    return case((_limit.op("~")(_DAY), func.left(_limit, 10)), else_=cast(opened, Text))


def _where(filters: Filters, *, without: str = "") -> ColumnElement[bool]:
    columns: dict[str, ColumnElement[Any]] = {"rule": alert.c.rule, "state": state, "severity": alert.c.severity, "agency": alert.c.agency}
    wanted = {field.name: getattr(filters, field.name) for field in fields(filters) if field.name != without}
    return and_(literal(value=True), *(columns[name] == value for name, value in wanted.items() if value is not None))


async def listed(connection: AsyncConnection, viewer: Viewer, filters: Filters, zone: str, after: str | None = None) -> Slice[Listed]:
    """A page of the list: by severity, then by age past the limit.

    Raises:
        ForbiddenError: alerts are out of the viewer's reach.
    """
    policy.require(viewer, Domain.ALERTS)
    key = (rank.label("rank"), cast(_since(zone), Text).label("since"), alert.c.no)
    asked = _columns().add_columns(*key[:2]).where(policy.alerts(viewer), _where(filters))
    asked = asked.where(beyond(key, after)) if after else asked
    rows = (await connection.execute(asked.order_by(*key).limit(SIZE + 1))).all()
    names = await named(connection, viewer, (row.skey for row in rows[:SIZE]))
    found = cut(rows, lambda row: (row.rank, row.since, row.no))
    return Slice([_listed(row, names) for row in found.rows], found.after)


def _columns() -> Select[Any]:
    holder = select(case_action.c.to_agency, case_action.c.due)
    holder = holder.where(case_action.c.alert == alert.c.no, case_action.c.action == "disposed").order_by(case_action.c.no.desc())
    held = holder.limit(1).lateral("held")
    accepted = select(case_action.c.no).where(case_action.c.alert == alert.c.no, case_action.c.action == "acknowledged").exists()
    columns = (alert, state, held.c.to_agency, held.c.due, accepted.label("acknowledged"))
    return select(*columns).select_from(alert.outerjoin(held, literal(value=True)))


def _listed(row: Row[Any], names: dict[int, Named]) -> Listed:
    return Listed(
        no=row.no,
        rule=row.rule,
        severity=row.severity,
        shown=row.shown,
        subject=row.subject,
        named=names.get(row.skey),
        agency=row.agency,
        period=row.period,
        values=row._mapping["values"],  # noqa: SLF001 -- SQLAlchemy's public name for it; `values` is a method of tuples
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        unsure=row.unsure,
        restricted=row.restricted,
        holder=row.to_agency,
        due=row.due,
        acknowledged=row.acknowledged,
    )


async def facets(connection: AsyncConnection, viewer: Viewer, filters: Filters) -> dict[str, Sequence[Facet]]:
    """For every filter its choices with their counts, all other filters applied; in one query."""
    policy.require(viewer, Domain.ALERTS)
    parts = []
    for name, column in (("state", state), ("severity", alert.c.severity), ("rule", alert.c.rule), ("agency", alert.c.agency)):
        part = select(literal(name).label("facet"), cast(column, Text).label("value"), func.count().label("many"))
        parts.append(part.where(policy.alerts(viewer), _where(filters, without=name)).group_by(cast(column, Text)))
    found: dict[str, list[Facet]] = {"state": [], "severity": [], "rule": [], "agency": []}
    for row in await connection.execute(parts[0].union_all(*parts[1:])):
        if row.value is not None:
            found[row.facet].append(Facet(row.value, row.many))
    found["severity"].sort(key=lambda facet: RANK.index(facet.value))
    for name in ("rule", "agency"):
        found[name].sort()
    return {name: tuple(choices) for name, choices in found.items()}
