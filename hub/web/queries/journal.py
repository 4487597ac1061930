"""Changes of alerts in the order of the commits, for browsers that resume where they stopped."""

import re
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.alerts.tables import alert, alert_journal
from hub.store.tables import commit
from hub.web import policy
from hub.web.viewer import Viewer

MOST: Final = 200
"""Changes in one answer; a browser that missed more gets them in several."""
BEHIND: Final = 999_999_999
"""More than a commit has entries."""
_PLACE: Final = re.compile(r"(\d{1,18})\.(\d{1,9})")


class Place(NamedTuple):
    """Where a stream stands: the n-th journal entry of a commit, counted for everybody alike whatever he may see."""

    commit_no: int
    n: int

    def __str__(self) -> str:
        return f"{self.commit_no}.{self.n}"


class Change(NamedTuple):
    """A change of an alert."""

    place: Place
    alert: int
    rule: str
    transition: str
    severity: str
    agency: str | None
    at: Any


def place_of(said: str | None) -> Place | None:
    """The place that a Last-Event-ID names; None where it names none."""
    found = _PLACE.fullmatch(said or "")
    return Place(int(found.group(1)), int(found.group(2))) if found else None


async def newest(connection: AsyncConnection) -> Place:
    """Behind everything that is committed now."""
    number: int = (await connection.execute(select(func.coalesce(func.max(commit.c.commit_no), 0)))).scalar_one()
    return Place(number, BEHIND)


async def since(connection: AsyncConnection, viewer: Viewer, place: Place) -> list[Change]:
    """The changes behind the place that the viewer may see, in their order, at most `MOST`."""
    n = func.row_number().over(partition_by=commit.c.commit_no, order_by=alert_journal.c.no).label("n")
    numbered = select(commit.c.commit_no, n, alert_journal).join(alert_journal, alert_journal.c.batch == commit.c.batch)
    journal = numbered.where(commit.c.commit_no >= place.commit_no).subquery("numbered")
    columns = [journal.c[name] for name in ("commit_no", "n", "alert", "transition", "severity", "agency", "at")]
    asked = select(*columns, alert.c.rule).join(alert, alert.c.no == journal.c.alert)
    asked = asked.where(tuple_(journal.c.commit_no, journal.c.n) > tuple_(place.commit_no, place.n), policy.alerts(viewer))
    rows = await connection.execute(asked.order_by(journal.c.commit_no, journal.c.n).limit(MOST))
    return [Change(Place(r.commit_no, r.n), r.alert, r.rule, r.transition, r.severity, r.agency, r.at) for r in rows]
