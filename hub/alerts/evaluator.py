"""EVALUATE: marks → rules → alerts, in short transactions that see committed facts alone. One at a time, by a lock of its transaction.

A failing rule's marks are set aside and stop nobody: each rule has a savepoint. Time itself only leaves marks: the first transaction of a
new day asks every rule that days can move, in slices, and so does a changed calendar or parameter.
"""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import asyncpg

from hub import clock, logs, metrics
from hub.alerts import causes, journal, limits, marks, retry, ticks
from hub.alerts.asking import Asking
from hub.alerts.evaluation import RuleMarks, concerns, evaluate
from hub.alerts.journal import Change
from hub.alerts.marks import Marks
from hub.alerts.moments import At
from hub.alerts.rule import Rule
from hub.errors import SetAsideError
from hub.failpoints import FailPoints
from hub.settings import Settings
from hub.store import commits
from hub.store.engine import roll_back
from hub.store.order import Days
from hub.views.things import Thing

log: Final = logs.get(__name__)
RULE_FAILS: Final = (
    asyncpg.DataError,
    asyncpg.SyntaxOrAccessError,
    asyncpg.QueryCanceledError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.CardinalityViolationError,
    SetAsideError,
)
"""What a wrong rule, parameter or value looks like. Everything else is the whole transaction's, and is tried again as it is."""
_BEGIN: Final = f"BEGIN ISOLATION LEVEL REPEATABLE READ; {retry.LOCK}"
_WAITING: Final = """
SELECT clock_timestamp() + ahead, EXISTS (SELECT FROM dirty), EXISTS (SELECT FROM rule_retry WHERE next_try <= clock_timestamp()) FROM clock
"""
_STANDING: Final = "SELECT a.rule, a.skey FROM unnest($1::int8[]) u(key) JOIN alert_found f ON f.key = u.key JOIN alert a ON a.no = f.alert"


@dataclass
class Outcome:
    """What one transaction did; `busy`: another evaluator was at work, and nothing was."""

    marks: int = 0
    changes: list[Change] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    ticked: bool = False
    day: dt.date | None = None
    busy: bool = False

    @property
    def idle(self) -> bool:
        return not (self.marks or self.ticked or self.failed)


class Evaluator:
    """Works off marks with a connection of its own (`hub.alerts.main.connect`)."""

    def __init__(self, connection: Any, settings: Settings, rules: Sequence[Rule], *, most: int = 20_000) -> None:
        self._connection = connection
        self._days = Days(settings.tz)
        self._zone = settings.zone
        self._most = most
        self._askings = {rule.code: Asking(rule) for rule in rules}
        self._rules = tuple(rules)
        self._fail = FailPoints()
        self._day: dt.date | None = None

    async def waiting(self) -> bool:
        """Whether a turn would find something to do: a look that costs a fifth of an empty turn."""
        now, marked, retried = await self._connection.fetchrow(_WAITING)
        return marked or retried or self._days.day(now) != self._day

    async def turn(self) -> Outcome:
        """One transaction: takes some marks and does what they lead to."""
        began = time.perf_counter()
        try:
            await self._connection.execute(_BEGIN)
        except asyncpg.LockNotAvailableError:
            await roll_back(self._connection)
            return Outcome(busy=True)
        try:
            outcome = await self._work()
        except BaseException:
            await roll_back(self._connection)
            raise
        self._day = outcome.day
        if not outcome.idle:
            metrics.EVALUATION_SECONDS.observe(time.perf_counter() - began)
        for change in outcome.changes:
            metrics.TRANSITIONS.labels(change.transition).inc()
        return outcome

    async def _work(self) -> Outcome:
        connection = self._connection
        at = At.live(await clock.instant(connection), self._days)
        batch: int = await connection.fetchval("SELECT nextval('batch_seq')")
        outcome = Outcome(day=at.day, ticked=await ticks.midnight(connection, batch, at.day, self._rules, self._days))
        taken = await marks.take(connection, self._most)
        outcome.marks = sum(map(len, taken.keys.values())) + len(taken.slices)
        await ticks.reference(connection, batch, taken, at.day, self._rules, self._days)
        await self._ask_rules(batch, at, taken, outcome)
        if outcome.changes:
            self._fail("alerts written")
            await commits.commit(connection, batch)
            self._fail("alerts committed")
        else:
            await connection.execute("COMMIT")
        return outcome

    async def _ask_rules(self, batch: int, at: At, taken: Marks, outcome: Outcome) -> None:
        """Every rule that the marks, its own waiting ones, or the alerts that stand on what was marked concern."""
        told = await limits.read(self._connection)
        waiting = await retry.read(self._connection)
        standing = await self._standing(taken)
        slices = {Thing.ALL: {one.packed() for one in taken.slices}}
        for rule in self._rules:
            mine = concerns(self._askings[rule.code], {**taken.keys, **slices})
            if again := standing.get(rule.code):
                mine = _both(mine, {rule.thing: again})
            waits = waiting.get(rule.code)
            if waits is not None and not waits.due:
                await retry.join(self._connection, rule.code, mine, waits.tries)
                continue
            if waits is not None:
                outcome.marks += sum(map(len, waits.keys.values()))
                mine = _both(mine, waits.keys)
            if mine:
                await self._guarded(rule, mine, waits, _Turn(batch, at, taken, told, outcome))

    async def _guarded(self, rule: Rule, mine: RuleMarks, waits: retry.Waiting | None, turn: "_Turn") -> None:
        """One rule inside a savepoint: if it fails, its marks are set aside and what it wrote is undone."""
        await self._connection.execute("SAVEPOINT rule")
        try:
            with metrics.RULE_SECONDS.labels(rule.code).time():
                changes, rest = await self._one(rule, mine, turn)
        except RULE_FAILS as error:
            await self._connection.execute("ROLLBACK TO SAVEPOINT rule")
            log.exception("rule failed", rule=rule.code)
            metrics.RULE_FAILURES.labels(rule.code).inc()
            await retry.failed(self._connection, rule.code, mine, 1 if waits is None else waits.tries + 1, type(error).__name__)
            turn.outcome.failed.append(rule.code)
            return
        await self._connection.execute("RELEASE SAVEPOINT rule")
        if waits is not None:
            await retry.forget(self._connection, rule.code)
        if rest:
            await retry.later(self._connection, rule.code, rule.thing, rest)
        turn.outcome.changes += changes

    async def _one(self, rule: Rule, mine: RuleMarks, turn: "_Turn") -> tuple[list[Change], set[int]]:
        asking = self._askings[rule.code]
        arguments = asking.arguments(turn.told, self._zone, self._days)
        evaluated = await evaluate(self._connection, asking, mine, turn.at, arguments, self._days)
        await journal.restate(self._connection, evaluated.decision.stays)
        if not evaluated.changes:
            return [], evaluated.rest
        changes = await causes.explain(self._connection, rule, evaluated, turn.taken)
        await journal.write(self._connection, turn.batch, turn.at.instant, changes)
        return changes, evaluated.rest

    async def _standing(self, taken: Marks) -> dict[str, set[int]]:
        """Open alerts that stand on a marked subject: rule → their own subjects. No rule can forget to ask them again."""
        keys = [key for thing, some in taken.keys.items() if thing < Thing.NIP for key in some]
        found: dict[str, set[int]] = {}
        for rule, skey in await self._connection.fetch(_STANDING, keys) if keys else ():
            found.setdefault(rule, set()).add(skey)
        return found


class _Turn(NamedTuple):
    """What all rules of a transaction share."""

    batch: int
    at: At
    taken: Marks
    told: limits.Told
    outcome: Outcome


def _both(one: RuleMarks, other: RuleMarks) -> dict[Thing, set[int]]:
    return {thing: one.get(thing, set()) | other.get(thing, set()) for thing in one.keys() | other.keys()}
