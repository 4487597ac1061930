"""The kit of rules: all that the author of one imports. A rule is one small file; its page, its tests and its runbook come from it.

A rule's function returns one query. It is asked about subjects, for a moment; a row that comes back is an alert. Two things make it right:

- It depends on the subject, the day and the facts alone, gives at most one row per subject and period, and its values are facts (since,
  limit, amount), never ages: or every midnight would change every alert.
- `wakes` names every way by which a change elsewhere can change the answer: whatever the query joins, by the value it joins with. The
  consumer marks a joined value as it was and as it is, so a match can neither come nor go unseen.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, CompoundSelect, Select, Text, cast, func, literal, null, select
from sqlalchemy.dialects.postgresql import JSONB, array
from sqlalchemy.sql.selectable import TableValuedAlias

from hub.alerts.law import SIMPUL, Law, Parameter, Severity
from hub.alerts.limits import Limits
from hub.alerts.moments import Moment, day_of, midnight_of, months_after
from hub.alerts.stories import Story
from hub.store.rows import Row
from hub.views.things import Thing

__all__ = [
    "SIMPUL",
    "Law",
    "Limits",
    "Moment",
    "Parameter",
    "Rule",
    "Severity",
    "Thing",
    "Way",
    "day_of",
    "found",
    "midnight_of",
    "months_after",
    "rule",
]

Asks = Callable[[Moment, Limits], Select[Any]]


Way = Callable[[TableValuedAlias], Select[Any] | CompoundSelect[Any]]
"""From marked keys (`marked.c.key`) to subjects: a query of (marked key, key of a subject)."""


@dataclass(frozen=True)
class Rule:
    """One registered rule.

    Attributes:
        code: A01 … A99.
        name: short, in words of the code.
        title: in Indonesian, as lists show it.
        acts: slugs of the agencies that must act.
        of: the main row of the subjects that it is about.
        reads: every view that its query reads.
        wakes: thing → where its keys stand: a column of the subject's own row, or a Way. The subject itself need not be named.
        working_days: it counts working days, so a changed calendar asks it anew.
        ripens: which subjects the days since `since` (a date) may have made an alert by their passing alone; None: time makes none.
            Open alerts are asked at every midnight anyhow.
        restricted: shown to Inspektorat and Sekda alone, and leaves on no channel.
        do_now: what to do, in Indonesian, with values as {name:format}; formats are in `hub.alerts.words`.
        fires, stays_quiet: its stories; they are its tests.
    """

    code: str
    name: str
    title: str
    severity: Severity
    acts: tuple[str, ...]
    law: tuple[Law, ...]
    of: type[Row]
    reads: tuple[type[Row], ...]
    do_now: str
    asks: Asks
    wakes: Mapping[Thing, ColumnElement[Any] | Way] = field(default_factory=dict)
    parameters: tuple[Parameter[Any], ...] = ()
    working_days: bool = False
    ripens: Callable[[ColumnElement[dt.date]], ColumnElement[bool]] | None = None
    restricted: bool = False
    fires: tuple[Story, ...] = ()
    stays_quiet: tuple[Story, ...] = ()

    @property
    def number(self) -> int:
        return int(self.code[1:])

    @property
    def thing(self) -> Thing:
        """The kind of its subjects."""
        return next(Thing(thing) for place, thing in self.of.marks if place == 0)


def rule(code: str, name: str, **attributes: Any) -> Callable[[Asks], Rule]:
    """Makes a function the query of a rule; `hub/alerts/rules/__init__.py` lists it. Attributes as in `Rule`."""

    def make(asks: Asks) -> Rule:
        return Rule(code=code, name=name, asks=asks, **attributes)

    return make


def found(
    of: type[Row],
    at: Moment,
    *,
    agency: ColumnElement[Any] | None,
    values: Mapping[str, Any],
    stands_on: list[Any],
    period: ColumnElement[str] | None = None,
    severity: ColumnElement[str] | None = None,
) -> Select[Any]:
    """The columns that a rule's query must have; the rule joins `at.asked` to the subject and adds its conditions.

    Args:
        of: main row of the subject.
        at: the moment.
        agency: whose matter it is; None: the region's.
        values: name → expression; dates become YYYY-MM-DD. No classified field, no age.
        stands_on: keys of the subjects whose facts it stands on; NULL ones are left out.
        period: from the facts (a pay month); None: a standing matter.
        severity: where it differs from the rule's own.
    """
    named = [part for name, value in sorted(values.items()) for part in (literal(name), value)]
    keys = cast(array(stands_on), ARRAY(BigInteger))
    return select(
        of.c.skey.label("skey"),
        at.no.label("no"),
        of.c.subject.label("subject"),
        func.coalesce(literal("") if period is None else period, "").label("period"),
        cast(null(), Text).label("agency") if agency is None else agency.label("agency"),
        (cast(null(), Text) if severity is None else severity).label("severity"),
        func.jsonb_build_object(*named, type_=JSONB).label("values"),
        func.array_remove(keys, None).label("stands_on"),
    )
