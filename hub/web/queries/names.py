"""What a subject is called on a page: a post's title, a complaint's number; never a person's name, which only the policy opens."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Integer, Text, bindparam, cast, literal, null, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.rows import Row
from hub.views.budgets import BudgetLine, BudgetVersion
from hub.views.complaints import Complaint
from hub.views.designations import Designation
from hub.views.disbursements import Sp2d, Spm
from hub.views.employees import Employee
from hub.views.organisation import Agency, Unit
from hub.views.payroll import PayLine
from hub.views.posts import Post
from hub.views.reference import Parameter, SourceState
from hub.views.things import Thing
from hub.web import policy, words
from hub.web.viewer import Viewer

_TITLES: Final[tuple[tuple[Thing, type[Row], ColumnElement[Any] | None], ...]] = (
    (Thing.POST, Post, Post.c.title),
    (Thing.COMPLAINT, Complaint, Complaint.c.number),
    (Thing.EMPLOYEE, Employee, None),
    (Thing.DESIGNATION, Designation, Designation.c.office),
    (Thing.BUDGET_VERSION, BudgetVersion, BudgetVersion.c.stage),
    (Thing.BUDGET_LINE, BudgetLine, BudgetLine.c.activity),
    (Thing.SPM, Spm, Spm.c.number),
    (Thing.SP2D, Sp2d, Sp2d.c.number),
    (Thing.PAY_LINE, PayLine, PayLine.c.period),
    (Thing.AGENCY, Agency, Agency.c.name),
    (Thing.UNIT, Unit, Unit.c.name),
    (Thing.SOURCE, SourceState, None),
    (Thing.PARAMETER, Parameter, Parameter.c.rule),
)
"""Kind, its main row, the column that names it; without one its key in the source does."""
_WITHOUT_KIND: Final = (Thing.POST, Thing.AGENCY, Thing.UNIT)
"""Their titles speak for themselves; of others the kind stands before."""


class Named(NamedTuple):
    """A subject by name.

    Attributes:
        label: `Kepala Dinas Kesehatan`, `Pengaduan 7712345`, `Pegawai 4711`.
        seen: whether the viewer may follow it.
    """

    skey: int
    thing: int
    label: str
    agency: str | None
    subject: str
    seen: bool


async def named(connection: AsyncConnection, viewer: Viewer, keys: Iterable[int]) -> dict[int, Named]:
    """The subjects by key, in one query whatever their number and kinds; a key that no view holds yet is missing."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    rows = await connection.execute(union_all(*(_part(viewer, *one) for one in _TITLES)), {"wanted": wanted})
    return {row.skey: Named(row.skey, row.thing, _label(row), row.agency, row.subject, row.seen) for row in rows}


def _part(viewer: Viewer, thing: Thing, row: type[Row], title: ColumnElement[Any] | None) -> Any:
    wanted = bindparam("wanted", type_=ARRAY(BigInteger))
    return select(
        row.c.skey,
        literal(int(thing), Integer).label("thing"),
        cast(null() if title is None else title, Text).label("title"),
        cast(row.c.agency if "agency" in row.c else null(), Text).label("agency"),
        row.c.subject,
        policy.subjects(viewer, thing, row).label("seen"),
    ).where(row.c.skey == wanted.any_())


def _label(row: Any) -> str:
    title = row.title or row.subject.rpartition(":")[2]
    return title if row.thing in _WITHOUT_KIND and row.title else f"{words.THING[Thing(row.thing)]} {title}"
