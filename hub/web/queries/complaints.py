"""Complaints: the list with its clocks, counts by agency and state, one complaint with its way."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.alerts.tables import alert
from hub.views.complaints import Complaint, ComplaintSpan
from hub.web import policy
from hub.web.clocks import Clock, Reckoning, limits, moments
from hub.web.paging import SIZE, Slice, beyond, cut
from hub.web.policy import Domain
from hub.web.problems import NOT_FOUND, RefusedError
from hub.web.queries.alerts import Facet
from hub.web.queries.limits import limits_of
from hub.web.queries.working import days_of, working
from hub.web.rules import Catalogue
from hub.web.viewer import Viewer

RULE = "A23"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; `late` asks for those of which a clock has run out (an open alert of A23)."""

    agency: str | None = None
    state: str | None = None
    late: bool = False


class Listed(NamedTuple):
    """A complaint with its clocks; `due` is the limit day of each clock by its name."""

    row: Any
    clocks: Sequence[Clock]
    due: dict[str, dt.date]


class Clockwork(NamedTuple):
    """What clocks need besides the database: the rules' words, the hub's time, the region's zone."""

    rules: Catalogue
    now: dt.datetime
    zone: dt.tzinfo


def _where(viewer: Viewer, filters: Filters) -> ColumnElement[bool]:
    found = [policy.complaints(viewer)]
    if filters.agency is not None:
        found.append(Complaint.c.agency == filters.agency)
    if filters.state is not None:
        found.append(Complaint.c.state == filters.state)
    if filters.late:
        ran_out = select(alert.c.no).where(alert.c.skey == Complaint.c.skey, alert.c.rule == RULE, alert.c.state == "open")
        found.append(ran_out.exists())
    return and_(*found)


async def listed(connection: AsyncConnection, viewer: Viewer, filters: Filters, work: Clockwork, after: str | None = None) -> Slice[Listed]:
    """A page of the list, the newest first.

    Raises:
        ForbiddenError: complaints are out of the viewer's reach.
    """
    policy.require(viewer, Domain.COMPLAINTS)
    key = (Complaint.c.received_at, Complaint.c.skey)
    asked = select(Complaint.table).where(_where(viewer, filters))
    asked = asked.where(beyond(key, after, descending=True)) if after else asked
    rows = (await connection.execute(asked.order_by(*(column.desc() for column in key)).limit(SIZE + 1))).all()
    found = cut(rows, lambda row: (row.received_at, row.skey))
    return Slice(await _clocked(connection, found.rows, work), found.after)


async def _clocked(connection: AsyncConnection, rows: Sequence[Row[Any]], work: Clockwork) -> list[Listed]:
    """The rows with their clocks; the same number of queries for one row as for fifty."""
    spans = await spans_of(connection, [row.skey for row in rows])
    wanted = [(row.agency, row.unit, moments(row, spans.get(row.skey, ()), work.now)) for row in rows]
    counted = await working(connection, wanted, work.zone)
    told = {limit.name: limit.value for limit in await limits_of(connection, RULE, work.rules, work.now)}
    reckoning = Reckoning(limits(told), counted, work.now)
    clocks = {row.skey: reckoning.clocks(row, spans.get(row.skey, ())) for row in rows}
    days = await days_of(connection, ((clock.calendar, clock.last) for several in clocks.values() for clock in several))
    return [Listed(row, clocks[row.skey], _due(clocks[row.skey], days)) for row in rows]


def _due(clocks: Sequence[Clock], days: dict[tuple[str, int], dt.date]) -> dict[str, dt.date]:
    return {clock.name: days[clock.calendar, clock.last] for clock in clocks if (clock.calendar, clock.last) in days}


async def spans_of(connection: AsyncConnection, keys: Sequence[int]) -> dict[int, list[Any]]:
    """The spans of complaints that the caller may see, in their order."""
    span = ComplaintSpan.c
    found: dict[int, list[Any]] = {}
    for row in await connection.execute(select(ComplaintSpan.table).where(span.skey.in_(keys)).order_by(span.skey, span.no)):
        found.setdefault(row.skey, []).append(row)
    return found


class Count(NamedTuple):
    """How many complaints an agency has in a state; None: no agency yet."""

    agency: str | None
    state: str
    many: int


async def counts(connection: AsyncConnection, viewer: Viewer) -> list[Count]:
    """All complaints that the viewer sees, by agency and state."""
    policy.require(viewer, Domain.COMPLAINTS)
    asked = select(Complaint.c.agency, Complaint.c.state, func.count().label("many")).where(policy.complaints(viewer))
    rows = await connection.execute(asked.group_by(Complaint.c.agency, Complaint.c.state).order_by(Complaint.c.agency, Complaint.c.state))
    return [Count(row.agency, row.state, row.many) for row in rows]


def facets(found: Sequence[Count], filters: Filters) -> dict[str, list[Facet]]:
    """For each filter its choices with their counts, the other one applied."""
    chosen = {"agency": filters.agency, "state": filters.state}
    made: dict[str, list[Facet]] = {}
    for name, other in (("agency", "state"), ("state", "agency")):
        sums: dict[str, int] = {}
        for count in found:
            value = getattr(count, name)
            if value is not None and chosen[other] in (None, getattr(count, other)):
                sums[value] = sums.get(value, 0) + count.many
        made[name] = [Facet(value, many) for value, many in sorted(sums.items())]
    return made


async def one(connection: AsyncConnection, viewer: Viewer, skey: int, work: Clockwork) -> tuple[Listed, list[Any]]:
    """A complaint with its clocks, and its spans.

    Raises:
        ForbiddenError: complaints are out of the viewer's reach.
        RefusedError: there is none that the viewer may see.
    """
    policy.require(viewer, Domain.COMPLAINTS)
    row = (await connection.execute(select(Complaint.table).where(Complaint.c.skey == skey, policy.complaints(viewer)))).one_or_none()
    if row is None:
        raise RefusedError(NOT_FOUND)
    (found,) = await _clocked(connection, [row], work)
    return found, (await spans_of(connection, [skey])).get(skey, [])
