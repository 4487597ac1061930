"""What several pages ask: the agencies' names, the figures beside the menu."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.alerts.tables import alert
from hub.store.tables import dead_letter, source
from hub.views.organisation import Agency, AgencyName
from hub.web import policy
from hub.web.policy import Domain
from hub.web.queries import conditions
from hub.web.viewer import Viewer


async def agencies(connection: AsyncConnection, at: dt.datetime) -> dict[str, str]:
    """Slug → name of every agency as it is called at the moment; a gone agency keeps its last name."""
    asked = select(Agency.c.slug, AgencyName.c.name, AgencyName.c.valid_from).join(AgencyName.table, AgencyName.c.skey == Agency.c.skey)
    names: dict[str, str] = {}
    for row in await connection.execute(asked.order_by(AgencyName.c.valid_from)):
        if row.valid_from <= at or row.slug not in names:
            names[row.slug] = row.name
    return names


class Menu(NamedTuple):
    """Figures beside the menu; None where the viewer sees nothing of the kind."""

    alerts: int | None
    silent: int | None
    desk: int | None


async def menu(connection: AsyncConnection, viewer: Viewer, now: dt.datetime) -> Menu:
    """The figures beside the menu, in one query."""
    open_alerts = select(func.count()).select_from(alert).where(alert.c.state == "open", ~conditions.closed(), policy.alerts(viewer))
    letters = select(func.count()).select_from(dead_letter).where(dead_letter.c.state == "open")
    letters = letters.where(policy.within(viewer, Domain.DESK, dead_letter.c.agency))
    silent = select(func.count()).select_from(source.join(conditions.life, conditions.life.c.slug == source.c.slug, isouter=True))
    silent = silent.where(conditions.silent(now), policy.within(viewer, Domain.SOURCES, source.c.agency))
    row = (await connection.execute(select(open_alerts.scalar_subquery(), silent.scalar_subquery(), letters.scalar_subquery()))).one()
    seen = [policy.sees(viewer, domain) for domain in (Domain.ALERTS, Domain.SOURCES, Domain.DESK)]
    return Menu(*[row[place] if may else None for place, may in enumerate(seen)])
