"""What only leaves marks: a midnight, a new rule, a changed calendar or parameter. Each asks rules about all subjects, in slices."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from hub.alerts import slices
from hub.alerts.marks import Marks, put
from hub.alerts.rule import Rule
from hub.calendar import store as calendar
from hub.store.order import Days
from hub.views.things import Thing

_TICKS: Final = "SELECT name, at FROM tick WHERE name LIKE 'rule:%'"
_TICKED: Final = """
INSERT INTO tick (name, at) SELECT name, $2 FROM unnest($1::text[]) name
ON CONFLICT (name) DO UPDATE SET at = greatest(tick.at, excluded.at)
"""
_RULES_OF: Final = "SELECT rule FROM parameter WHERE skey = ANY($1::int8[])"


async def midnight(connection: Any, batch: int, today: dt.date, rules: Sequence[Rule], days: Days) -> bool:
    """Once a day: what the days since the last tick may have changed is asked. Says whether anything was left to do.

    A rule that has never ticked is new: it is asked about everything that is already there, and tells nobody what it finds.
    """
    ticked = {name: days.day(at) for name, at in await connection.fetch(_TICKS)}
    due = [rule for rule in rules if ticked.get(_name(rule), dt.date.min) < today]
    if not due:
        return False
    if not await calendar.reaches(connection, today):
        await calendar.recompute(connection, today, days)
    for rule in due:
        last = ticked.get(_name(rule))
        await put(connection, batch, await slices.of_rules(connection, [rule], last), history=last is None)
    await connection.execute(_TICKED, [_name(rule) for rule in due], days.instant(today))
    return True


async def reference(connection: Any, batch: int, taken: Marks, today: dt.date, rules: Sequence[Rule], days: Days) -> None:
    """A special day, a week or a parameter changed: the rules that depend on it are asked about all of their subjects."""
    concerned: set[str] = set()
    if taken.keys.keys() & {Thing.CALENDAR_DAY, Thing.WEEK} and await calendar.recompute(connection, today, days):
        concerned |= {rule.code for rule in rules if rule.working_days}
    if parameters := taken.keys.get(Thing.PARAMETER):
        concerned |= await _with_parameters(connection, parameters, rules)
    asked = [rule for rule in rules if rule.code in concerned]
    if asked:
        await put(connection, batch, await slices.of_rules(connection, asked, None))


async def _with_parameters(connection: Any, keys: Iterable[int], rules: Sequence[Rule]) -> set[str]:
    """Rules whose parameters were marked; one that is gone does not say whose it was, so it concerns all."""
    wanted = list(keys)
    named = [code for (code,) in await connection.fetch(_RULES_OF, wanted)]
    return set(named) if len(named) == len(wanted) else {rule.code for rule in rules}


def _name(rule: Rule) -> str:
    return f"rule:{rule.code}"
