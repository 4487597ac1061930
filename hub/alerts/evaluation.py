"""One rule, one set of marks: from marks to subjects, from subjects to what holds, from that to what becomes of its alerts.

A rule is always asked about whole subjects, whatever led to them: so what it says does not depend on the way.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hub.alerts.asking import Asking
from hub.alerts.decide import Decision, Open, Transition, decide, ending
from hub.alerts.journal import Change
from hub.alerts.law import Severity
from hub.alerts.marks import Slice
from hub.alerts.moments import At
from hub.store.order import Days
from hub.views.things import Thing

_OPEN: Final = """
SELECT no, skey, period, agency, severity, values, stands_on, opened_at, quiet
FROM unnest($2::int8[]) u(key) JOIN alert ON skey = u.key WHERE rule = $1 AND state = 'open'
"""
_OPEN_IN: Final = "SELECT skey FROM alert WHERE rule = $1 AND state = 'open' AND skey BETWEEN $2 AND $3"

MOST: Final = 20_000
"""Subjects that a rule is asked about in one transaction, some half second; the rest of a mark that leads to many waits for the next."""

RuleMarks = Mapping[Thing, set[int]]
"""The marks that concern one rule; keys of Thing.ALL are slices of it."""


class Evaluated(NamedTuple):
    """What a rule's evaluation led to, before the causes are known.

    Attributes:
        changes: transitions.
        decision: what they come from.
        marked: subject → the marks that led to it.
        rest: subjects that were too many for one transaction.
    """

    changes: list[Change]
    decision: Decision
    marked: dict[int, set[tuple[Thing, int]]]
    rest: set[int]


def concerns(asking: Asking, marks: RuleMarks) -> dict[Thing, set[int]]:
    """Those of a transaction's marks that can change what the rule says; slices of its own alone."""
    rule = asking.rule
    found = {thing: keys for thing, keys in marks.items() if thing == rule.thing or thing in asking.wakes}
    slices = {key for key in marks.get(Thing.ALL, ()) if Slice.unpacked(key).rule == rule.number}
    return {**found, Thing.ALL: slices} if slices else found


async def evaluate(connection: Any, asking: Asking, marks: RuleMarks, at: At, arguments: Mapping[str, Any], days: Days) -> Evaluated:
    """Asks the rule; nothing is written."""
    marked = await _subjects(connection, asking, marks)
    rest = set(sorted(marked)[MOST:]) if len(marked) > MOST else set[int]()
    for key in rest:
        del marked[key]
    open_alerts = await _open(connection, asking.rule.code, list(marked))
    found = await asking.ask(connection, ((key, at) for key in marked), arguments)
    decision = decide(found.values(), open_alerts)
    moments = {alert.no: At.then(alert.opened_at, days) for alert in decision.ended}
    then = await asking.ask(connection, {(alert.skey, moments[alert.no]) for alert in decision.ended}, arguments)
    rule = asking.rule
    changes = [
        *(Change(rule, Transition.OPENED, one, None) for one in decision.opened),
        *(Change(rule, Transition.CHANGED, one, was) for was, one in decision.changed),
        *(Change(rule, ending(alert, then, moments[alert.no].until), None, alert) for alert in decision.ended),
    ]
    return Evaluated(changes, decision, marked, rest)


async def _subjects(connection: Any, asking: Asking, marks: RuleMarks) -> dict[int, set[tuple[Thing, int]]]:
    """Every subject that the marks lead to."""
    own = asking.rule.thing
    found: dict[int, set[tuple[Thing, int]]] = {key: set() for key in marks.get(own, ())}
    for thing, keys in marks.items():
        if thing in asking.wakes:
            for key, skey in await asking.woken(connection, thing, keys):
                found.setdefault(skey, set()).add((thing, key))
    for key in marks.get(Thing.ALL, ()):
        part = Slice.unpacked(key)
        low, high = part.bounds
        for skey in await asking.in_slice(connection, low, high, part.since):
            found.setdefault(skey, set())
        for (skey,) in await connection.fetch(_OPEN_IN, asking.rule.code, low, high):
            found.setdefault(skey, set())
    return found


async def _open(connection: Any, code: str, keys: list[int]) -> list[Open]:
    return [
        Open(no, skey, period, agency, Severity(severity), values, tuple(stands_on), opened_at, quiet)
        for no, skey, period, agency, severity, values, stands_on, opened_at, quiet in await connection.fetch(_OPEN, code, keys)
    ]
