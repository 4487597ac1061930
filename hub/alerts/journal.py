"""Writes what was decided: alerts, what they were found by, the journal, the outbox. Sets of rows, one statement each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from hub.alerts.asking import Found
from hub.alerts.decide import Open, Transition
from hub.alerts.law import Severity
from hub.alerts.rule import Rule

_OPEN: Final = """
INSERT INTO alert AS a (rule, skey, subject, period, agency, severity, restricted, state, opened_at, values, stands_on, quiet)
SELECT $1, u.skey, u.subject, u.period, u.agency, u.severity, $2, 'open', $3, u.values::jsonb, u.stands_on::int8[], u.quiet
FROM unnest($4::int8[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::boolean[])
    u(skey, subject, period, agency, severity, values, stands_on, quiet)
ON CONFLICT (rule, skey, period) DO UPDATE SET
    agency = excluded.agency, severity = excluded.severity, restricted = excluded.restricted, state = 'open', episode = a.episode + 1,
    opened_at = excluded.opened_at, ended_at = NULL, values = excluded.values, stands_on = excluded.stands_on, quiet = excluded.quiet
RETURNING no, skey, period, episode
"""
_UPDATE: Final = """
UPDATE alert a SET agency = u.agency, severity = u.severity, values = u.values::jsonb, stands_on = u.stands_on::int8[],
    quiet = a.quiet AND u.quiet
FROM unnest($1::int8[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[]) u(no, agency, severity, values, stands_on, quiet)
WHERE a.no = u.no RETURNING a.no, a.episode
"""
_END: Final = """
UPDATE alert a SET state = u.state, ended_at = $3 FROM unnest($1::int8[], $2::text[]) u(no, state) WHERE a.no = u.no
RETURNING a.no, a.episode
"""
_JOURNAL: Final = """
INSERT INTO alert_journal (alert, batch, at, transition, episode, agency, severity, values, stands_on, causes)
SELECT u.alert, $1, $2, u.transition, u.episode, u.agency, u.severity, u.values::jsonb, u.stands_on::int8[], u.causes::jsonb
FROM unnest($3::int8[], $4::text[], $5::int4[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
    u(alert, transition, episode, agency, severity, values, stands_on, causes)
"""
_OUTBOX: Final = """
INSERT INTO outbox (journal, channel, trace)
SELECT j.no, c.channel, u.trace
FROM unnest($2::int8[], $3::text[]) u(alert, trace)
JOIN alert_journal j ON j.alert = u.alert AND j.batch = $1
CROSS JOIN (SELECT 'topic' AS channel UNION ALL SELECT 'webhook:' || name FROM webhook WHERE disabled_at IS NULL) c
ORDER BY j.no
"""
_UNFOUND: Final = "DELETE FROM alert_found WHERE alert = ANY($1::int8[])"
_FOUND: Final = "INSERT INTO alert_found (key, alert) SELECT * FROM unnest($1::int8[], $2::int8[])"


class Change(NamedTuple):
    """A transition of one alert, with everything that is written about it.

    Attributes:
        found: what the rule says now; None: the alert has ended.
        before: the alert as it stood; None: it was not open.
        causes: the events whose marks led here.
        quiet: it tells nobody.
    """

    rule: Rule
    transition: Transition
    found: Found | None
    before: Open | None
    causes: Sequence[dict[str, Any]] = ()
    trace: str | None = None
    quiet: bool = False

    @property
    def skey(self) -> int:
        if self.found is not None:
            return self.found.skey
        return self._was.skey

    @property
    def told(self) -> bool:
        """Whether it leaves the hub: not if it is restricted, not if it is quiet, and not the end of what nobody was told of."""
        unheard = self.found is None and self._was.quiet
        return not (self.rule.restricted or self.quiet or unheard)

    @property
    def stands_on(self) -> tuple[int, ...]:
        return self._was.stands_on if self.found is None else self.found.stands_on

    @property
    def says(self) -> tuple[str | None, Severity, str]:
        return self._was.says if self.found is None else (self.found.agency, self.found.severity, self.found.values)

    @property
    def _was(self) -> Open:
        if self.before is None:
            raise ValueError("a change is of an alert that was open, or is")
        return self.before


class Written(NamedTuple):
    """A change, the number of its alert and its episode."""

    change: Change
    alert: int
    episode: int


async def write(connection: Any, batch: int, at: int, changes: Sequence[Change]) -> None:
    """Writes all changes of a transaction."""
    written = [*await _open(connection, at, changes), *await _change(connection, changes), *await _end(connection, at, changes)]
    rows = [(w.alert, _named(w), w.episode, *w.change.says, _array(w.change.stands_on), json.dumps(list(w.change.causes))) for w in written]
    await connection.execute(_JOURNAL, batch, at, *_columns(rows, 8))
    await _find(connection, {w.alert: (w.change.skey, () if w.change.found is None else w.change.stands_on) for w in written})
    told = [(w.alert, w.change.trace) for w in written if w.change.told]
    if told:
        await connection.execute(_OUTBOX, batch, *_columns(told, 2))


def _named(written: Written) -> str:
    """An alert that was there before opens as a further episode."""
    transition = written.change.transition
    return Transition.REOPENED if transition is Transition.OPENED and written.episode > 1 else transition


async def restate(connection: Any, stays: Sequence[tuple[Open, Found]]) -> None:
    """Alerts that say the same, but stand on other subjects: nobody needs to hear of it."""
    rows = [(was.no, *was.says, _array(one.stands_on), True) for was, one in stays]
    if rows:
        await connection.execute(_UPDATE, *_columns(rows, 6))
        await _find(connection, {was.no: (was.skey, one.stands_on) for was, one in stays})


async def _find(connection: Any, stands: Mapping[int, tuple[int, tuple[int, ...]]]) -> None:
    """Notes by which other subjects each alert is found again: alert → (its own subject, all that it stands on)."""
    await connection.execute(_UNFOUND, list(stands))
    rows = [(key, alert) for alert, (own, keys) in stands.items() for key in keys if key != own]
    if rows:
        await connection.execute(_FOUND, *_columns(rows, 2))


async def _open(connection: Any, at: int, changes: Sequence[Change]) -> list[Written]:
    of_rule: dict[str, list[Change]] = {}
    for change in changes:
        if change.transition is Transition.OPENED:
            of_rule.setdefault(change.rule.code, []).append(change)
    written: list[Written] = []
    for several in of_rule.values():
        rule = several[0].rule
        by_print = {(one.skey, one.period): (change, one) for change in several if (one := change.found) is not None}
        rows = [(f.skey, f.subject, f.period, f.agency, f.severity, f.values, _array(f.stands_on), c.quiet) for c, f in by_print.values()]
        for no, skey, period, episode in await connection.fetch(_OPEN, rule.code, rule.restricted, at, *_columns(rows, 8)):
            written.append(Written(by_print[skey, period][0], no, episode))
    return written


async def _change(connection: Any, changes: Sequence[Change]) -> list[Written]:
    of = {c.before.no: c for c in changes if c.transition is Transition.CHANGED and c.before is not None}
    rows = [(no, *c.says, _array(c.stands_on), c.quiet) for no, c in of.items()]
    return [Written(of[no], no, episode) for no, episode in await connection.fetch(_UPDATE, *_columns(rows, 6))] if rows else []


async def _end(connection: Any, at: int, changes: Sequence[Change]) -> list[Written]:
    of = {c.before.no: c for c in changes if c.found is None and c.before is not None}
    rows = [(no, c.transition) for no, c in of.items()]
    if not rows:
        return []
    ended = await connection.fetch(_END, *_columns(rows, 2), at)
    return [Written(of[no], no, episode) for no, episode in ended]


def _columns(rows: Sequence[Sequence[Any]], count: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(count)]


def _array(keys: Iterable[int]) -> str:
    """PostgreSQL's text of an int8[]: unnest would flatten arrays of arrays."""
    return "{" + ",".join(map(str, keys)) + "}"
