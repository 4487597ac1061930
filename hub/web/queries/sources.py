"""The systems that send: when each was last heard, and whether it should have been heard since."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.tables import dead_letter, source, source_seen
from hub.web import policy
from hub.web.policy import Domain
from hub.web.queries.conditions import heard, life, silent
from hub.web.viewer import Viewer


class Listed(NamedTuple):
    """A source.

    Attributes:
        event_at: when its newest accepted event reached us.
        checked_at: when it last said that it was checked.
        heard_at: the later of the two; before any, when it was registered.
        state: live, silent, maintained, closed.
        letters: its events that wait on the desk; None where the viewer does not see the desk.
    """

    slug: str
    name: str
    agency: str
    domains: list[str]
    scope: str
    event_at: dt.datetime | None
    checked_at: dt.datetime | None
    heard_at: dt.datetime
    rhythm: dt.timedelta | None
    closed_at: dt.datetime | None
    successor: str | None
    contact: str
    state: str
    letters: int | None


async def listed(connection: AsyncConnection, viewer: Viewer, now: dt.datetime) -> list[Listed]:
    """Every source that the viewer sees, the silent first; in one query. There are as many as systems in a region, some hundred.

    Raises:
        ForbiddenError: sources are out of the viewer's reach.
    """
    policy.require(viewer, Domain.SOURCES)
    letters = select(func.count()).where(dead_letter.c.source == source.c.no, dead_letter.c.state == "open").scalar_subquery()
    joined = source.outerjoin(life, life.c.slug == source.c.slug).outerjoin(source_seen, source_seen.c.source == source.c.no)
    columns = (
        source,
        source_seen.c.received,
        life.c.checked_at,
        func.coalesce(life.c.rhythm_minutes, source.c.rhythm_minutes).label("rhythm"),
        ((life.c.maintenance_from <= now) & (life.c.maintenance_to > now)).label("maintained"),
        heard(life.c.checked_at).label("heard_at"),
        silent(now).label("silent"),
        letters.label("letters"),
    )
    asked = select(*columns).select_from(joined).where(policy.within(viewer, Domain.SOURCES, source.c.agency))
    rows = await connection.execute(
        asked.order_by(silent(now).desc(), source.c.closed_at.desc().nulls_first(), source.c.agency, source.c.slug)
    )
    desk = policy.sees(viewer, Domain.DESK)
    return [
        Listed(
            slug=row.slug,
            name=row.name,
            agency=row.agency,
            domains=row.domains,
            scope=row.scope,
            event_at=row.received,
            checked_at=row.checked_at,
            heard_at=row.heard_at,
            rhythm=None if row.rhythm is None else dt.timedelta(minutes=row.rhythm),
            closed_at=row.closed_at,
            successor=row.successor,
            contact=row.contact,
            state=_state(closed=row.closed_at is not None and row.closed_at <= now, silent=row.silent, maintained=bool(row.maintained)),
            letters=row.letters if desk else None,
        )
        for row in rows
    ]


def _state(*, closed: bool, silent: bool, maintained: bool) -> str:
    if closed:
        return "closed"
    if maintained:
        return "maintained"
    return "silent" if silent else "live"
