"""Work that the database needs from time to time."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text

from hub.jobs.work import Result, Work
from hub.store.commits import PLACES

BATCHES_A_PARTITION: Final = 1 << 20
"""Batches in one partition of the log; the first migration made the first partition of this size."""
AHEAD: Final = 2
"""Partitions kept ready beyond the one that is written: at the fastest (a batch in 5 ms) one lasts an hour and a half."""
_TABLES: Final = (
    "SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1"
)


async def log_partitions(work: Work) -> Result:
    """Makes the next partitions of the log before a batch needs them.

    CREATE TABLE … PARTITION OF would lock the whole log against reading and writing; a table that is attached does not.
    """
    made = []
    async with work.engine.begin() as connection:
        await connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        now = int((await connection.execute(text("SELECT last_value FROM batch_seq"))).scalar_one()) // BATCHES_A_PARTITION
        for number in range(now, now + AHEAD + 1):
            if (await connection.execute(text("SELECT to_regclass(:name)"), {"name": f"event_{number}"})).scalar_one() is None:
                await connection.execute(text(f"CREATE TABLE event_{number} (LIKE event INCLUDING ALL)"))
                await connection.execute(text(f"ALTER TABLE event ATTACH PARTITION event_{number} {_bounds(number)}"))
                made.append(number)
    return {"made": made}


def _bounds(number: int) -> str:
    size = BATCHES_A_PARTITION << PLACES
    return f"FOR VALUES FROM ({number * size}) TO ({(number + 1) * size})"


async def statistics(work: Work) -> Result:
    """Tells the planner what the tables hold: without it a join of the evaluator went from 3.5 to 63 s on freshly loaded tables."""
    async with work.engine.connect() as connection:
        names: Sequence[str] = (await connection.execute(text(_TABLES))).scalars().all()
    work.total = len(names)
    for work.done, name in enumerate(names, 1):
        async with work.engine.begin() as connection:
            await connection.execute(text(f"ANALYZE {name}"))
    return {"tables": len(names)}
