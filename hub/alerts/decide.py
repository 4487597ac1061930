"""What becomes of alerts: what a rule finds now against what is open, and against what it finds, with today's knowledge, for then."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from hub.alerts.asking import Found
from hub.alerts.law import Severity


class Transition(StrEnum):
    OPENED = "opened"
    CHANGED = "changed"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Open(NamedTuple):
    """An open alert as it stands in the table."""

    no: int
    skey: int
    period: str
    agency: str | None
    severity: Severity
    values: str
    stands_on: tuple[int, ...]
    opened_at: int
    quiet: bool

    @property
    def says(self) -> tuple[str | None, Severity, str]:
        return self.agency, self.severity, self.values


class Decision(NamedTuple):
    """What one rule's questions led to; `stays` are alerts that say the same and stand on other subjects."""

    opened: list[Found]
    changed: list[tuple[Open, Found]]
    stays: list[tuple[Open, Found]]
    ended: list[Open]


def decide(found: Iterable[Found], open_alerts: Iterable[Open]) -> Decision:
    """Compares by subject and period: that is the fingerprint, within one rule."""
    now = {(one.skey, one.period): one for one in found}
    decision = Decision([], [], [], [])
    for alert in open_alerts:
        one = now.pop((alert.skey, alert.period), None)
        if one is None:
            decision.ended.append(alert)
        elif (one.agency, one.severity, one.values) != alert.says:
            decision.changed.append((alert, one))
        elif one.stands_on != alert.stands_on:
            decision.stays.append((alert, one))
    decision.opened.extend(now.values())
    return decision


def ending(alert: Open, then: Mapping[tuple[int, str, int], Found], until: int) -> Transition:
    """Resolved if the rule, asked with today's knowledge, held at the moment at which the alert was opened; else it was never right."""
    return Transition.RESOLVED if (alert.skey, alert.period, until) in then else Transition.WITHDRAWN
