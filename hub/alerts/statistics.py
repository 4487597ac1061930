"""Statistics of the tables that rules read, kept while they are young.

A plan made for an empty table stays until somebody takes statistics (performance.md 2b: one join went from 3.5 to 63 s). PostgreSQL's own
autovacuum looks once a minute; a first load puts a million rows there in that time.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from hub.alerts.rule import Rule
from hub.alerts.tables import alert, alert_found, alert_journal
from hub.calendar.tables import calendar_day, calendar_of

LOOK_S: Final = 5.0
"""Time between two looks."""
_GROWN: Final = """
SELECT relname FROM pg_stat_user_tables
WHERE relname = ANY($1::text[]) AND n_mod_since_analyze > 200 AND n_mod_since_analyze > n_live_tup / 3
"""


def tables(rules: Iterable[Rule]) -> list[str]:
    """Names of all tables that evaluating the rules reads."""
    ours = (alert, alert_found, alert_journal, calendar_day, calendar_of)
    lists = {row.table.name for rule in rules for row in rule.reads}
    return sorted(lists | {table.name for table in ours})


async def refresh(connection: Any, names: Sequence[str]) -> list[str]:
    """Takes statistics of those that changed by a third since the last ones; their names."""
    grown = [name for (name,) in await connection.fetch(_GROWN, names)]
    for name in grown:
        await connection.execute(f"ANALYZE {name}")
    return grown
