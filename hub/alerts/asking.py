"""A rule as the evaluator asks it: whom a mark wakes, and what holds for subjects at moments. Sets of keys, never a query per key."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ARRAY, BigInteger, ColumnElement, CompoundSelect, Date, Select, and_, bindparam, column, func, select, true

from hub.alerts import limits
from hub.alerts.law import Severity
from hub.alerts.limits import Limits
from hub.alerts.moments import At, Moment
from hub.alerts.rule import Rule, Way
from hub.alerts.statements import Statement, compiled
from hub.store.order import Days
from hub.views.things import Thing

Asked = Iterable[tuple[int, At]]
"""(key of a subject, moment) of each question."""
_LOW: Final[ColumnElement[int]] = bindparam("low", None, type_=BigInteger)
_HIGH: Final[ColumnElement[int]] = bindparam("high", None, type_=BigInteger)
_SINCE: Final[ColumnElement[dt.date]] = bindparam("since", None, type_=Date)


class Found(NamedTuple):
    """What a rule finds: an alert that holds at the moment `until`. `values` is canonical JSON, so equal texts are equal values."""

    skey: int
    until: int
    subject: str
    period: str
    agency: str | None
    severity: Severity
    values: str
    stands_on: tuple[int, ...]


class Asking:
    """The queries of one rule, as texts."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        moment = Moment()
        self._ask = compiled(rule.asks(moment, Limits(moment, rule.parameters)))
        self.wakes: dict[Thing, Statement] = {thing: compiled(_wake(rule, where)) for thing, where in rule.wakes.items()}
        self._all = compiled(_in_slice(rule, None))
        self._ripe = None if rule.ripens is None else compiled(_in_slice(rule, rule.ripens(_SINCE)))

    def arguments(self, told: limits.Told, zone: str, days: Days) -> dict[str, Any]:
        """What all questions of one transaction share.

        Raises:
            SetAsideError: an event set a parameter to something that is no value of it.
        """
        return {"zone": zone, **limits.arguments(self.rule.parameters, told.get(self.rule.code, {}), days)}

    async def woken(self, connection: Any, thing: Thing, keys: Iterable[int]) -> list[tuple[int, int]]:
        """(marked key, key of a subject that it leads to)."""
        return [(key, skey) for key, skey in await self.wakes[thing].fetch(connection, {"keys": list(keys)})]

    async def in_slice(self, connection: Any, low: int, high: int, since: dt.date | None) -> set[int]:
        """Subjects with low <= key <= high; with `since`, only those that the days since then may have made an alert."""
        statement = self._all if since is None else self._ripe
        if statement is None:
            return set()
        return {skey for (skey,) in await statement.fetch(connection, {"low": low, "high": high, "since": since})}

    async def ask(self, connection: Any, asked: Asked, arguments: Mapping[str, Any]) -> dict[tuple[int, str, int], Found]:
        """What holds, by (subject, period, moment). Where a query gives several rows the first in order of their values counts."""
        pairs = list(asked)
        if not pairs:
            return {}
        moments = list({at for _, at in pairs})
        number = {at: place for place, at in enumerate(moments, 1)}
        said = {
            "keys": [key for key, _ in pairs],
            "numbers": [number[at] for _, at in pairs],
            "days": [at.day for at in moments],
            "untils": [at.until for at in moments],
        }
        rows = await self._ask.fetch(connection, {**arguments, **said})
        found = sorted((self._found(row, moments) for row in rows), key=lambda one: one.values, reverse=True)
        return {(one.skey, one.period, one.until): one for one in found}

    def _found(self, row: Any, moments: Sequence[At]) -> Found:
        skey, no, subject, period, agency, severity, values, stands_on = row
        grave = self.rule.severity if severity is None else Severity(severity)
        return Found(skey, moments[no - 1].until, subject, period, agency, grave, values, tuple(sorted(set(stands_on))))


def _wake(rule: Rule, where: ColumnElement[Any] | Way) -> Select[Any] | CompoundSelect[Any]:
    marked = (
        func.unnest(bindparam("keys", None, type_=ARRAY(BigInteger))).table_valued(column("key", BigInteger)).render_derived(name="marked")
    )
    if callable(where):
        return where(marked)
    return select(marked.c.key, rule.of.c.skey).select_from(marked.join(rule.of.table, where == marked.c.key))


def _in_slice(rule: Rule, those: ColumnElement[bool] | None) -> Select[Any]:
    skey = rule.of.c.skey
    return select(skey).where(and_(skey >= _LOW, skey <= _HIGH, true() if those is None else those))
