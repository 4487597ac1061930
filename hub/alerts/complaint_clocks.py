"""The three clocks of a complaint as SQL: which ones run at a moment, since when, for how long, and what their pauses are worth.

A clock stands still while a complaint is on hold with proof that the reporter was asked. Its limit day moves by the working days of every
such pause that began while the clock had not run out; a pause without an end holds the limit open.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, Text, and_, case, cast, func, literal, null, or_, select, true, union_all
from sqlalchemy.sql.selectable import LateralFromClause

from hub.alerts.moments import ZONE, Moment, day_of
from hub.calendar.deadlines import calendar_for, ordinal
from hub.views.complaints import Complaint, ComplaintSpan

STANDS: Final = 1_000_000
"""Working days of a pause that has not ended: more than any limit."""


class Spans(NamedTuple):
    """A complaint that is open at the moment, the span since its receipt or reopening, and the span of the agency that has it, if any."""

    opened: FromClause
    own: FromClause
    joined: FromClause


def open_complaints(at: Moment) -> Spans:
    opened, own = ComplaintSpan.table.alias("opened"), ComplaintSpan.table.alias("own")
    is_open = and_(opened.c.skey == at.key, opened.c.what == "open", at.holds(opened.c.valid_from, opened.c.valid_to))
    has_it = and_(own.c.skey == at.key, own.c.what == "at", at.holds(own.c.valid_from, own.c.valid_to))
    joined = at.asked.join(opened, is_open).join(Complaint.table, Complaint.c.skey == at.key).outerjoin(own, has_it)
    return Spans(opened, own, joined)


def running(at: Moment, spans: Spans, *, verify: Any, respond: Any, complete: Any) -> LateralFromClause:
    """One row per clock that runs and may have run out: name, since, allowed (HK), agency. Who verifies is the region's, so without one."""
    c, opened, own = Complaint.c, spans.opened.c, spans.own.c
    ways = (
        (_clock("verifikasi", opened.valid_from, verify, cast(null(), Text)), and_(own.skey.is_(None), at.open_ended(c.verified_at))),
        (_clock("tanggapan", own.valid_from, respond, own.agency), and_(own.skey.is_not(None), at.open_ended(own.answered_at))),
        (_clock("penyelesaian", opened.valid_from, complete, own.agency), true()),
    )
    old = [way.where(runs, at.days_ago(way.selected_columns.since, way.selected_columns.allowed)) for way, runs in ways]
    return union_all(*(way.correlate_except() for way in old)).lateral("clock")


def _clock(name: str, since: Any, allowed: Any, agency: Any) -> Select[Any]:
    columns = {"name": literal(name, Text), "since": since, "allowed": allowed, "agency": agency}
    return select(*(value.label(label) for label, value in columns.items()))


def office(clock: FromClause) -> LateralFromClause:
    """Whose days are counted: one row with the name of a `calendar`. Apart from the clock, so that only old clocks look for theirs."""
    return select(calendar_for(clock.c.agency, Complaint.c.unit).label("calendar")).correlate_except().offset(0).lateral("office")


def pauses(at: Moment, clock: FromClause, calendar: Any, zero: FromClause, limits: Mapping[str, ColumnElement[Any]]) -> LateralFromClause:
    """What the pauses of a clock add to each of its limits (name → working days): one row with those names."""
    held = ComplaintSpan.table.alias("held")
    starts = ordinal(calendar, day_of(func.greatest(held.c.valid_from, clock.c.since)))
    ends = ordinal(calendar, day_of(held.c.valid_to))
    length = case((at.open_ended(held.c.valid_to), STANDS), else_=ends - starts)
    of_clock = and_(held.c.skey == at.key, held.c.what == "held", held.c.proof, held.c.valid_from < at.until)
    counts = or_(held.c.valid_to.is_(None), held.c.valid_to > clock.c.since)
    each = (
        select(held.c.no, starts.label("starts"), length.label("length"))
        .where(of_clock, counts)
        .correlate(at.asked, clock)
        .lateral("pause")
    )
    before = func.sum(each.c.length).over(order_by=each.c.no, rows=(None, -1))
    spent = (each.c.starts - zero.c.hk - func.coalesce(before, 0)).label("spent")
    run = select(each.c.length, spent).correlate_except(each).lateral("run")
    sums = [func.coalesce(func.sum(run.c.length).filter(run.c.spent <= limit), 0).label(name) for name, limit in limits.items()]
    return select(*sums).correlate_except(run).lateral("paused")


def local(instant: ColumnElement[Any]) -> ColumnElement[Any]:
    """Local time without a zone."""
    return func.timezone(ZONE, instant)
