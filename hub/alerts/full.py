"""All rules asked about everything: what the open alerts must be. Tests and `simpul verify` compare it with what stands in the table."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from hub.alerts import limits
from hub.alerts.asking import Asking
from hub.alerts.moments import At
from hub.alerts.rule import Rule
from hub.alerts.slices import of_rules
from hub.settings import Settings
from hub.store.order import Days, instant

_OPEN: Final = "SELECT rule, subject, period, values FROM alert WHERE state = 'open'"


class Stated(NamedTuple):
    """An alert that holds; `values` is canonical JSON."""

    rule: str
    subject: str
    period: str
    values: str


async def evaluate_all(connection: Any, settings: Settings, rules: Sequence[Rule], at: dt.datetime) -> set[Stated]:
    """What every rule finds for the day of `at`, asked about every subject. Nothing is written."""
    days = Days(settings.tz)
    moment = At.live(instant(at), days)
    told = await limits.read(connection)
    found: set[Stated] = set()
    for rule in rules:
        asking = Asking(rule)
        arguments = asking.arguments(told, settings.zone, days)
        for part in await of_rules(connection, [rule], None):
            keys = await asking.in_slice(connection, *part.bounds, None)
            held = await asking.ask(connection, ((key, moment) for key in keys), arguments)
            found |= {Stated(rule.code, one.subject, one.period, one.values) for one in held.values()}
    return found


async def open_alerts(connection: Any) -> set[Stated]:
    """What stands in the table."""
    return {Stated(*row) for row in await connection.fetch(_OPEN)}
