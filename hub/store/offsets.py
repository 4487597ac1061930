"""Kafka's offsets as rows: what is below them is done. They never go backwards, and they are locked first in every batch."""

from collections.abc import Iterable
from typing import Any, Final

from hub.store.incoming import Position

_LOCK: Final = """
SELECT topic, part, next FROM kafka_offset
WHERE cluster = $1 AND (topic, part) IN (SELECT * FROM unnest($2::int2[], $3::int4[]))
ORDER BY topic, part FOR UPDATE"""
_ADVANCE: Final = """
INSERT INTO kafka_offset SELECT $1, * FROM unnest($2::int2[], $3::int4[], $4::int8[])
ON CONFLICT (cluster, topic, part) DO UPDATE SET next = GREATEST(kafka_offset.next, EXCLUDED.next)"""


async def lock(connection: Any, cluster: int, positions: Iterable[Position]) -> dict[Position, int]:
    """Locks the rows of the positions in their order; the next offset of each that has one."""
    wanted = sorted(positions)
    rows = await connection.fetch(_LOCK, cluster, [topic for topic, _ in wanted], [part for _, part in wanted])
    return {(topic, part): offset for topic, part, offset in rows}


async def read(connection: Any, cluster: int) -> dict[Position, int]:
    """The next offset of every partition of the cluster."""
    rows = await connection.fetch("SELECT topic, part, next FROM kafka_offset WHERE cluster = $1", cluster)
    return {(topic, part): offset for topic, part, offset in rows}


async def advance(connection: Any, cluster: int, done: dict[Position, int]) -> None:
    """Sets the next offset of each position; a smaller one than what is there changes nothing."""
    wanted = sorted(done)
    await connection.execute(
        _ADVANCE, cluster, [topic for topic, _ in wanted], [part for _, part in wanted], [done[position] for position in wanted]
    )
