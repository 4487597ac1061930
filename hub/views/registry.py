"""Who reacts to what: every view, one line each; a test finds the unlisted."""

from typing import Any, Final

from hub.views.budgets import budget_line, budget_version
from hub.views.complaints import complaint
from hub.views.designations import designation
from hub.views.disbursements import sp2d, spm
from hub.views.employees import employee
from hub.views.kit import View
from hub.views.organisation import agency, unit
from hub.views.payroll import pay_line
from hub.views.posts import post
from hub.views.reference import parameter, same_as, source_state, special_day, working_week

PROJECTIONS: Final[tuple[View[Any], ...]] = (
    employee,
    post,
    designation,
    complaint,
    budget_version,
    budget_line,
    spm,
    sp2d,
    pay_line,
    agency,
    unit,
    special_day,
    working_week,
    parameter,
    source_state,
    same_as,
)

VIEWS: Final[dict[int, View[Any]]] = {int(view.thing): view for view in PROJECTIONS}
