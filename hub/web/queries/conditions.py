"""Conditions that mean the same on every page."""

import datetime as dt
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select

from hub.alerts.tables import alert, alert_journal, case_action
from hub.store.tables import commit, source, source_seen
from hub.views.reference import SourceState

_REVIVED: Final = ("opened", "changed", "reopened")


def closed() -> ColumnElement[bool]:
    """A person closed the case, and its values have not changed since: it leaves the lists though the rule holds (design.md 5)."""
    newest = select(func.max(commit.c.commit_no)).join(alert_journal, alert_journal.c.batch == commit.c.batch)
    newest = newest.where(alert_journal.c.alert == alert.c.no, alert_journal.c.transition.in_(_REVIVED)).correlate(alert)
    done = select(case_action.c.no).join(commit, commit.c.batch == case_action.c.batch)
    done = done.where(case_action.c.alert == alert.c.no, case_action.c.action == "closed", commit.c.commit_no > newest.scalar_subquery())
    return exists(done.correlate(alert))


_slug = func.split_part(func.split_part(SourceState.c.subject, "/", 2), ":", 1)
life = (
    select(
        _slug.label("slug"),
        func.max(SourceState.c.checked_at).label("checked_at"),
        func.max(SourceState.c.rhythm_minutes).label("rhythm_minutes"),
        func.max(SourceState.c.maintenance_from).label("maintenance_from"),
        func.max(SourceState.c.maintenance_to).label("maintenance_to"),
    )
    .group_by(_slug)
    .subquery("life")
)
"""What every source last said of itself, by its slug (the subject is `source/<slug>:<key>`)."""


def heard(checked_at: ColumnElement[Any]) -> ColumnElement[dt.datetime]:
    """When a source last gave a sign of life: an event, or its word that nothing was new; before any, when it was registered."""
    event = select(source_seen.c.received).where(source_seen.c.source == source.c.no).correlate(source).scalar_subquery()
    said = func.greatest(event, checked_at)  # PostgreSQL's greatest passes over NULL
    return func.coalesce(said, source.c.live_from, source.c.made_at)


def silent(now: dt.datetime) -> ColumnElement[bool]:
    """An open source whose declared longest time between two signs of life has passed, without an announced maintenance."""
    rhythm = func.coalesce(life.c.rhythm_minutes, source.c.rhythm_minutes)
    since = heard(life.c.checked_at)
    maintained = and_(life.c.maintenance_from <= now, life.c.maintenance_to > now)
    due = since + func.make_interval(0, 0, 0, 0, 0, rhythm)
    return and_(
        or_(source.c.closed_at.is_(None), source.c.closed_at > now),
        rhythm.is_not(None),
        due < literal(now),
        ~func.coalesce(maintained, literal(value=False)),
    )
