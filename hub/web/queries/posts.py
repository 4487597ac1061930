"""Posts and who holds them, at the moment and over the last two years."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.tables import event, event_type
from hub.views.employees import Employee
from hub.views.posts import Occupancy, Post
from hub.web import policy
from hub.web.opening import Sealed
from hub.web.paging import SIZE, Slice, beyond, cut
from hub.web.policy import Domain
from hub.web.queries.alerts import Facet
from hub.web.viewer import Viewer
from schemas.registry import EVENT_TYPES

WEIGHT: Final = ("definitive", "pj", "plt", "plh")
"""Of several holders the first of these leads the post."""
EMPTY: Final = "empty"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; `held` is a kind of occupancy, or `empty`."""

    agency: str | None = None
    held: str | None = None


class Listed(NamedTuple):
    """A post; `held` is how it is held now, `occupancies` everyone who ever held it."""

    row: Any
    held: str
    occupancies: Sequence[Any]

    def now(self, at: dt.datetime) -> list[Any]:
        """Who holds it at the moment."""
        return [one for one in self.occupancies if one.valid_from <= at and (one.valid_to is None or one.valid_to > at)]


def _held(now: dt.datetime) -> ColumnElement[str]:
    o = Occupancy.c
    rank = func.array_position(list(WEIGHT), o.kind)
    holds = and_(o.skey == Post.c.skey, o.valid_from <= now, or_(o.valid_to.is_(None), o.valid_to > now))
    leading = select(o.kind).where(holds).order_by(rank).limit(1).correlate(Post.table).scalar_subquery()
    return cast(func.coalesce(leading, EMPTY), Text)


def _where(viewer: Viewer, filters: Filters, now: dt.datetime) -> ColumnElement[bool]:
    stands = or_(Post.c.abolished_at.is_(None), Post.c.abolished_at > now)
    found = [policy.within(viewer, Domain.POSTS, Post.c.agency), Post.c.title.is_not(None), stands]
    if filters.agency is not None:
        found.append(Post.c.agency == filters.agency)
    if filters.held is not None:
        found.append(_held(now) == filters.held)
    return and_(*found)


async def listed(
    connection: AsyncConnection, viewer: Viewer, filters: Filters, now: dt.datetime, after: str | None = None
) -> Slice[Listed]:
    """A page of the list: leaders first, by agency.

    Raises:
        ForbiddenError: posts are out of the viewer's reach.
    """
    policy.require(viewer, Domain.POSTS)
    leads = case((Post.c.leads == "agency", 0), (Post.c.leads == "unit", 1), else_=2)
    key = (Post.c.agency, leads, Post.c.title, Post.c.skey)
    asked = select(Post.table, leads.label("rank"), _held(now).label("held")).where(_where(viewer, filters, now))
    asked = asked.where(beyond(key, after)) if after else asked
    rows = (await connection.execute(asked.order_by(*key).limit(SIZE + 1))).all()
    found = cut(rows, lambda row: (row.agency, row.rank, row.title, row.skey))
    holders = await _occupancies(connection, [row.skey for row in found.rows])
    return Slice([Listed(row, row.held, holders.get(row.skey, ())) for row in found.rows], found.after)


async def _occupancies(connection: AsyncConnection, keys: Sequence[int]) -> dict[int, list[Any]]:
    o = Occupancy.c
    found: dict[int, list[Any]] = {}
    for row in await connection.execute(select(Occupancy.table).where(o.skey.in_(keys)).order_by(o.skey, o.valid_from, o.no)):
        found.setdefault(row.skey, []).append(row)
    return found


async def facets(connection: AsyncConnection, viewer: Viewer, filters: Filters, now: dt.datetime) -> dict[str, list[Facet]]:
    """For each filter its choices with their counts, the other one applied; in one query."""
    policy.require(viewer, Domain.POSTS)
    agency = select(literal("agency").label("facet"), Post.c.agency.label("value"), func.count().label("many"))
    agency = agency.where(_where(viewer, Filters(held=filters.held), now)).group_by(Post.c.agency)
    inner = select(_held(now).label("value")).where(_where(viewer, Filters(agency=filters.agency), now)).subquery()
    held = select(literal("held"), inner.c.value, func.count()).group_by(inner.c.value)
    found: dict[str, list[Facet]] = {"agency": [], "held": []}
    for row in await connection.execute(agency.union_all(held)):
        found[row.facet].append(Facet(row.value, row.many))
    return {name: sorted(several) for name, several in found.items()}


async def names_of(connection: AsyncConnection, persons: Iterable[int]) -> dict[int, Sealed]:
    """The encrypted blocks with the names of persons whom the viewer sees in a post; opened by `hub.web.opening` alone."""
    joined = Employee.table.join(event, and_(event.c.skey == Employee.c.skey, event.c.blob == Employee.c.token))
    asked = select(Employee.c.skey, event.c.about, event.c.blob, event_type.c.name)
    asked = asked.select_from(joined.join(event_type, event_type.c.no == event.c.type)).where(Employee.c.skey.in_(sorted(set(persons))))
    rows = (await connection.execute(asked)).all()
    return {row.skey: Sealed(row.skey if row.about is None else row.about, row.blob, EVENT_TYPES[row.name]) for row in rows}
