"""All subjects of a rule, in parts that one transaction works off quickly: live marks go before, and between them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from hub.alerts.marks import Slice
from hub.alerts.rule import Rule

SUBJECTS: Final = 5_000
"""Subjects in a slice: some 50 ms."""
MOST: Final = 4_000
BYTES: Final = 150
"""Of a row, at least: a table's size is known at once, its number of rows only when statistics were taken."""
_SIZE: Final = "SELECT pg_relation_size($1::text::regclass)"


async def of_rules(connection: Any, rules: Iterable[Rule], since: dt.date | None) -> list[Slice]:
    """Slices of all subjects of rules; with `since`, of those that time may have moved since that day."""
    found: list[Slice] = []
    for rule in rules:
        size = await connection.fetchval(_SIZE, rule.of.table.name)
        count = min(max(1, size // (BYTES * SUBJECTS)), MOST)
        found += [Slice(rule.number, count, place, since) for place in range(count)]
    return found
