"""The model of every view: the rows that each table must have, from the set of accepted events alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from tests.model import complaints, payroll, personnel, reference, spending
from tests.model.facts import Fact, Rows, Zone, counting
from tests.model.said import Said

KINDS: Final[Mapping[str, Callable[[Sequence[Fact], Zone], Rows]]] = {
    "employee": personnel.employee,
    "post": personnel.post,
    "designation": personnel.designation,
    "complaint": complaints.complaint,
    "budget-version": spending.budget_version,
    "budget-line": spending.budget_line,
    "spm": spending.spm,
    "sp2d": spending.sp2d,
    "pay-line": payroll.pay_line,
    "agency": reference.agency,
    "unit": reference.unit,
    "calendar-day": reference.special_day,
    "week": reference.working_week,
    "parameter": reference.parameter,
    "source": reference.source_state,
    "same-as": reference.same_as,
}
"""Word before the slash of a subject → its rows."""


def expected(said: Iterable[Said], zone: Zone) -> Rows:
    """The rows of every table, sorted by subject and number; a table without rows is left out."""
    tables: Rows = defaultdict(list)
    for subject, facts in sorted(counting(said, zone).items()):
        for table, rows in KINDS[subject.partition("/")[0]](facts, zone).items():
            tables[table] += rows
    return {table: rows for table, rows in tables.items() if rows}
