"""One alert: what was found, what became of it, what people did, what left the hub."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.alerts.tables import alert, alert_journal, case_action, delivery, outbox
from hub.store.tables import commit
from hub.web import policy
from hub.web.policy import Domain
from hub.web.problems import NOT_FOUND, RefusedError
from hub.web.queries.alerts import state
from hub.web.queries.names import Named, named
from hub.web.tables import account
from hub.web.viewer import Viewer


class Transition(NamedTuple):
    """A line of the journal; `causes` are positions of the events that led here, empty for the clock."""

    no: int
    commit_no: int
    at: dt.datetime
    transition: str
    episode: int
    values: dict[str, Any]
    stands_on: list[int]
    causes: list[dict[str, Any]]


class Action(NamedTuple):
    """What a person did."""

    commit_no: int
    at: dt.datetime
    who: str
    action: str
    to_agency: str | None
    due: str | None
    note: str


class Notice(NamedTuple):
    """What left the hub about a transition."""

    journal: int
    channel: str
    at: dt.datetime
    result: str


@dataclass(frozen=True, slots=True)
class Case:
    """An alert with everything around it; `found` are its values."""

    row: Any
    shown: str
    names: dict[int, Named]
    journal: Sequence[Transition]
    actions: Sequence[Action]
    notices: Sequence[Notice]

    @property
    def named(self) -> Named | None:
        return self.names.get(self.row.skey)

    @property
    def found(self) -> dict[str, Any]:
        values: dict[str, Any] = self.row._mapping["values"]  # noqa: SLF001 -- `values` is a method of tuples
        return values

    @property
    def holder(self) -> Action | None:
        """The newest disposition."""
        return next((action for action in reversed(self.actions) if action.action == "disposed"), None)

    @property
    def standing(self) -> Sequence[Named]:
        """The subjects it stands on, by name."""
        return [self.names[key] for key in self.row.stands_on if key in self.names]


async def one(connection: AsyncConnection, viewer: Viewer, number: int) -> Case:
    """The alert.

    Raises:
        ForbiddenError: alerts are out of the viewer's reach.
        RefusedError: there is none that the viewer may see.
    """
    policy.require(viewer, Domain.ALERTS)
    row = (await connection.execute(select(alert, state).where(alert.c.no == number, policy.alerts(viewer)))).one_or_none()
    if row is None:
        raise RefusedError(NOT_FOUND)
    names = await named(connection, viewer, (row.skey, *row.stands_on))
    journal, actions = await _journal(connection, number), await _actions(connection, number)
    return Case(row, row.shown, names, journal, actions, await _notices(connection, number))


async def _journal(connection: AsyncConnection, number: int) -> list[Transition]:
    columns = [alert_journal.c[name] for name in ("no", "at", "transition", "episode", "stands_on", "causes")]
    asked = select(*columns, alert_journal.c["values"].label("found"), commit.c.commit_no)
    asked = asked.join(commit, commit.c.batch == alert_journal.c.batch).where(alert_journal.c.alert == number)
    rows = await connection.execute(asked.order_by(commit.c.commit_no, alert_journal.c.no))
    return [Transition(r.no, r.commit_no, r.at, r.transition, r.episode, r.found, r.stands_on, r.causes) for r in rows]


async def _actions(connection: AsyncConnection, number: int) -> list[Action]:
    columns = [case_action.c[name] for name in ("at", "action", "to_agency", "due", "note")]
    asked = select(*columns, func.coalesce(account.c.name, case_action.c.who).label("who"), commit.c.commit_no)
    joined = case_action.join(commit, commit.c.batch == case_action.c.batch).outerjoin(account, account.c.login == case_action.c.who)
    rows = await connection.execute(asked.select_from(joined).where(case_action.c.alert == number).order_by(commit.c.commit_no))
    return [Action(r.commit_no, r.at, r.who, r.action, r.to_agency, r.due, r.note) for r in rows]


async def _notices(connection: AsyncConnection, number: int) -> list[Notice]:
    asked = select(outbox.c.journal, outbox.c.channel, delivery.c.at, delivery.c.result)
    joined = delivery.join(outbox, outbox.c.no == delivery.c.outbox).join(alert_journal, alert_journal.c.no == outbox.c.journal)
    rows: Sequence[Row[Any]] = (
        await connection.execute(asked.select_from(joined).where(alert_journal.c.alert == number).order_by(delivery.c.no))
    ).all()
    return [Notice(r.journal, r.channel, r.at, r.result) for r in rows]
