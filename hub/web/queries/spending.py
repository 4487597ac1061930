"""Spending: what may be spent today, what was spent until now, and the documents behind it. Advances (UP, TU) are not spending."""

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.views.budgets import BudgetAmount, BudgetLine
from hub.views.disbursements import Sp2d
from hub.web import policy
from hub.web.paging import SIZE, Slice, beyond, cut
from hub.web.policy import Domain
from hub.web.problems import NOT_FOUND, RefusedError
from hub.web.viewer import Viewer


class Agency(NamedTuple):
    """An agency's year until the moment.

    Attributes:
        pagu: sum of the amounts valid at the moment.
        spent: LS and accounted (GU) disbursements that stand; a cancelled one counts until the day of its cancellation.
        advances: UP and TU that stand.
        last: day of the newest disbursement.
    """

    agency: str
    pagu: Decimal
    spent: Decimal
    advances: Decimal
    documents: int
    last: dt.datetime | None

    @property
    def share(self) -> Decimal | None:
        """Absorption; None without a pagu."""
        return self.spent / self.pagu if self.pagu else None


def _stands(now: dt.datetime) -> ColumnElement[bool]:
    return and_(Sp2d.c.issued_at <= now, or_(Sp2d.c.cancelled_at.is_(None), Sp2d.c.cancelled_at > now))


def _valid(now: dt.datetime) -> ColumnElement[bool]:
    return and_(BudgetAmount.c.valid_from <= now, or_(BudgetAmount.c.valid_to.is_(None), BudgetAmount.c.valid_to > now))


def _sum(column: ColumnElement[Any], *where: ColumnElement[bool]) -> ColumnElement[Any]:
    summed = func.sum(column)
    return func.coalesce(summed.filter(*where) if where else summed, 0)


async def by_agency(connection: AsyncConnection, viewer: Viewer, year: int, now: dt.datetime) -> list[Agency]:
    """Every agency with a pagu or a disbursement in the year, the least absorbed first; in two queries.

    Raises:
        ForbiddenError: spending is out of the viewer's reach.
    """
    policy.require(viewer, Domain.SPENDING)
    joined = BudgetLine.table.join(BudgetAmount.table, BudgetAmount.c.skey == BudgetLine.c.skey)
    pagu = select(BudgetLine.c.agency, _sum(BudgetAmount.c.amount).label("pagu")).select_from(joined).group_by(BudgetLine.c.agency)
    pagu = pagu.where(BudgetLine.c.year == year, _valid(now), policy.within(viewer, Domain.SPENDING, BudgetLine.c.agency))
    stands, s = _stands(now), Sp2d.c
    columns = (
        s.agency,
        _sum(s.amount, stands, s.spending).label("spent"),
        _sum(s.amount, stands, ~s.spending).label("advances"),
        func.count().filter(stands).label("documents"),
        func.max(s.issued_at).filter(stands).label("last"),
    )
    spent = select(*columns).where(s.year == year, policy.within(viewer, Domain.SPENDING, s.agency)).group_by(s.agency)
    may = {row.agency: row.pagu for row in await connection.execute(pagu)}
    did = {row.agency: row for row in await connection.execute(spent)}
    found = [_agency(slug, may.get(slug, Decimal(0)), did.get(slug)) for slug in may.keys() | did.keys()]
    return sorted(found, key=lambda one: (one.share is None, one.share or 0, one.agency))


def _agency(slug: str, pagu: Decimal, row: Any) -> Agency:
    if row is None:
        return Agency(slug, pagu, Decimal(0), Decimal(0), 0, None)
    return Agency(slug, pagu, row.spent, row.advances, row.documents, row.last)


async def documents(connection: AsyncConnection, viewer: Viewer, agency: str, year: int, after: str | None = None) -> Slice[Any]:
    """The SP2D of an agency's year, the newest first; cancelled ones too."""
    policy.require(viewer, Domain.SPENDING)
    key = (Sp2d.c.issued_at, Sp2d.c.skey)
    asked = select(Sp2d.table).where(Sp2d.c.agency == agency, Sp2d.c.year == year, policy.within(viewer, Domain.SPENDING, Sp2d.c.agency))
    asked = asked.where(beyond(key, after, descending=True)) if after else asked
    rows = (await connection.execute(asked.order_by(*(column.desc() for column in key)).limit(SIZE + 1))).all()
    return cut(rows, lambda row: (row.issued_at, row.skey))


async def lines(
    connection: AsyncConnection, viewer: Viewer, agency: str, year: int, now: dt.datetime, after: str | None = None
) -> Slice[Any]:
    """The budget lines of an agency's year with the amount valid at the moment, by activity and account."""
    policy.require(viewer, Domain.SPENDING)
    key = (BudgetLine.c.activity, BudgetLine.c.account, BudgetLine.c.skey)
    joined = BudgetLine.table.outerjoin(BudgetAmount.table, and_(BudgetAmount.c.skey == BudgetLine.c.skey, _valid(now)))
    asked = select(*key, BudgetLine.c.fund, BudgetAmount.c.amount, BudgetAmount.c.valid_from).select_from(joined)
    asked = asked.where(
        BudgetLine.c.agency == agency, BudgetLine.c.year == year, policy.within(viewer, Domain.SPENDING, BudgetLine.c.agency)
    )
    asked = asked.where(beyond(key, after)) if after else asked
    rows = (await connection.execute(asked.order_by(*key).limit(SIZE + 1))).all()
    return cut(rows, lambda row: (row.activity, row.account, row.skey))


def only(found: list[Agency], agency: str) -> Agency:
    """The agency among those that the viewer sees.

    Raises:
        RefusedError: it is not among them.
    """
    one = next((each for each in found if each.agency == agency), None)
    if one is None:
        raise RefusedError(NOT_FOUND)
    return one
