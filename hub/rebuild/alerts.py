"""The open alerts against all rules asked about everything (invariant 3), where that can be told: nothing is waiting to be evaluated."""

from typing import Any, Final, NamedTuple

from hub import clock
from hub.alerts.full import Stated, evaluate_all, open_alerts
from hub.alerts.main import PLANS
from hub.alerts.rules import RULES
from hub.rebuild.slices import reading
from hub.settings import Settings
from hub.store.order import Days, moment

_WAITING: Final = """
SELECT EXISTS (SELECT FROM dirty) OR EXISTS (SELECT FROM rule_retry)
OR (SELECT count(*) FROM tick WHERE name = ANY($1) AND at >= $2) < cardinality($1)"""
RESTRICTED: Final = frozenset(rule.code for rule in RULES if rule.restricted)


class Wrong(NamedTuple):
    """An alert that should be open and is not (`missing`), or is open with these values and should not be.

    `subject` is empty for a restricted rule: what it found is for a page for Inspektorat and Sekda alone.
    """

    rule: str
    subject: str
    missing: bool


async def wrong_alerts(settings: Settings) -> list[Wrong] | None:
    """Alerts that are not as the rules say; None: it cannot be told now, for something waits to be evaluated."""
    async with reading(settings.dsn, **PLANS) as connection:
        at = await clock.instant(connection)
        if await _waits(connection, Days(settings.tz), at):
            return None
        must, there = await evaluate_all(connection, settings, RULES, moment(at)), await open_alerts(connection)
    return sorted([*(_wrong(one, missing=True) for one in must - there), *(_wrong(one, missing=False) for one in there - must)])


async def _waits(connection: Any, days: Days, at: int) -> bool:
    today = days.instant(days.day(at))
    waits: bool = await connection.fetchval(_WAITING, [f"rule:{rule.code}" for rule in RULES], today)
    return waits


def _wrong(stated: Stated, *, missing: bool) -> Wrong:
    return Wrong(stated.rule, "" if stated.rule in RESTRICTED else stated.subject, missing)
