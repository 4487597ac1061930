"""Why an alert changed: the events behind the marks that led to it, and whether they are live.

A mark names a thing, not an event. The events are those of the transaction's batches that are about the alert's own subject, a subject
that it stands or stood on, a subject that was marked and led to it, or the owner of a row that a rule reads and that names a marked value:
the letter that makes somebody a signer is found by the signer.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from hub.alerts.evaluation import Evaluated
from hub.alerts.journal import Change
from hub.alerts.marks import Marks
from hub.alerts.rule import Rule
from hub.store.order import effective_of, moment
from hub.views.things import Thing

_EVENTS: Final = """
SELECT e.skey, e.pos, t.name, s.subject, e.okey, e.time, e.trace, e.history OR e.time < src.live_from IS TRUE
FROM unnest($1::int8[]) k(skey)
JOIN event e ON e.skey = k.skey AND e.batch = ANY($2::int8[]) AND e.pos >= $3
JOIN event_type t ON t.no = e.type
JOIN subject s ON s.skey = e.skey
JOIN source src ON src.no = e.source
ORDER BY e.pos
"""
_PLACES: Final = 20
MOST: Final = 50
"""Events that a journal entry names; a subject has some 200 at most."""

Marked = Mapping[int, Iterable[tuple[Thing, int]]]
"""Key of an alert's subject → the marks that led to it."""


class Cause(NamedTuple):
    """An event as the journal names it."""

    pos: int
    type: str
    subject: str
    effective: int
    time: int
    trace: str | None
    history: bool

    def said(self) -> dict[str, Any]:
        """Without a payload: type, whose, when it holds, when it was recorded."""
        effective, time = moment(self.effective).isoformat(), moment(self.time).isoformat()
        return {"pos": self.pos, "type": self.type, "subject": self.subject, "effective": effective, "time": time}


async def explain(connection: Any, rule: Rule, evaluated: Evaluated, taken: Marks) -> list[Change]:
    """The changes of a rule with their causes, the trace of the newest, and whether they tell nobody.

    Quiet is what comes from history alone: every cause is older than its source's `live_from` or of a run marked history; without a cause
    that can be named, what was taken says it.
    """
    marked = {change.skey: evaluated.marked.get(change.skey, set()) for change in evaluated.changes}
    of_mark = await _owners(connection, rule, marked)
    subjects = {change.skey: _subjects(change, marked[change.skey], of_mark) for change in evaluated.changes}
    known = await _read(connection, subjects, taken.batches)
    return [_with(change, known.get(change.skey, []), taken) for change in evaluated.changes]


def _subjects(change: Change, marks: set[tuple[Thing, int]], of_mark: Mapping[tuple[Thing, int], set[int]]) -> set[int]:
    stood = change.before.stands_on if change.before is not None else ()
    named = {key for thing, key in marks if thing < Thing.NIP}
    return {change.skey, *change.stands_on, *stood, *named, *(owner for mark in marks for owner in of_mark.get(mark, ()))}


def _with(change: Change, known: list[Cause], taken: Marks) -> Change:
    traced = [cause.trace for cause in known if cause.trace is not None]
    quiet = all(cause.history for cause in known) if known else taken.history
    return change._replace(causes=[cause.said() for cause in known], trace=traced[-1] if traced else None, quiet=quiet)


async def _owners(connection: Any, rule: Rule, marked: Marked) -> dict[tuple[Thing, int], set[int]]:
    """Owners of the rows that the rule reads and that name a marked value."""
    wanted: dict[Thing, set[int]] = {}
    for marks in marked.values():
        for thing, key in marks:
            wanted.setdefault(thing, set()).add(key)
    found: dict[tuple[Thing, int], set[int]] = {}
    for row in rule.reads:
        for place, number in row.marks:
            thing = Thing(number)
            if place == 0 or thing not in wanted:
                continue
            column = row.__struct_fields__[place]
            query = f"SELECT {column}, skey FROM {row.table.name} WHERE {column} = ANY($1::int8[])"  # noqa: S608 -- our own names
            for key, owner in await connection.fetch(query, list(wanted[thing])):
                found.setdefault((thing, key), set()).add(owner)
    return found


async def _read(connection: Any, subjects: Mapping[int, set[int]], batches: Sequence[int]) -> dict[int, list[Cause]]:
    """The causes of each alert: key of its subject → the subjects whose events count."""
    if not batches or not subjects:
        return {}
    keys = list({key for keys in subjects.values() for key in keys})
    events: dict[int, list[Cause]] = {}
    for skey, pos, name, subject, okey, time, trace, history in await connection.fetch(_EVENTS, keys, list(batches), batches[0] << _PLACES):
        events.setdefault(skey, []).append(Cause(pos, name, subject, effective_of(okey), time, trace, history))
    return {skey: sorted(cause for key in keys for cause in events.get(key, ()))[-MOST:] for skey, keys in subjects.items()}
