"""The physical floor, the ratio's denominator: consume, COPY the raw bytes and the offsets, commit. No decoding, no views."""

import asyncio
import gc
import io
import multiprocessing
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from tests.bench.region import PARTITIONS, PREFIX, topics

PROCESSES = 2
BATCH = 10_000
IDLE = 30
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
SCHEMA = """
CREATE TABLE raw (topic text, part int, off int8, payload text);
CREATE TABLE raw_offset (topic text, part int, next int8, PRIMARY KEY (topic, part));
CREATE TABLE raw_commit (at timestamptz, n int);"""
ADVANCE = """
INSERT INTO raw_offset SELECT * FROM unnest($1::text[], $2::int[], $3::int8[])
ON CONFLICT (topic, part) DO UPDATE SET next = EXCLUDED.next"""


async def make(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(SCHEMA)
    await connection.close()


def start(bootstrap: str, dsn: str) -> list[Any]:
    """Starts the floor's processes, each with half of the partitions; they end when nothing more comes."""
    places = [(PREFIX + name, part) for name in topics() for part in range(PARTITIONS)]
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_work, args=(bootstrap, dsn, places[one::PROCESSES])) for one in range(PROCESSES)]
    for worker in workers:
        worker.start()
    return workers


def _work(bootstrap: str, dsn: str, places: list[tuple[str, int]]) -> None:
    gc.disable()
    asyncio.run(_drain(bootstrap, dsn, places))


async def _drain(bootstrap: str, dsn: str, places: list[tuple[str, int]]) -> None:
    connection = await asyncpg.connect(dsn)
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    consumer.assign([TopicPartition(*place) for place in places])
    idle = 0
    while idle < IDLE:
        records: list[Any] = []
        while len(records) < BATCH:
            found = await consumer.getmany(timeout_ms=100, max_records=BATCH - len(records))
            if not found:
                break
            for several in found.values():
                records += several
        idle = 0 if records else idle + 1
        if records:
            await _write(connection, records)
    await consumer.stop()
    await connection.close()


async def _write(connection: Any, records: list[Any]) -> None:
    lines = []
    for r in records:
        text = r.value.decode()
        if "\\" in text:
            text = text.translate(ESCAPED)
        lines.append(f"{r.topic}\t{r.partition}\t{r.offset}\t{text}\n")
    reached = {(r.topic, r.partition): r.offset + 1 for r in records}
    async with connection.transaction():
        await connection.copy_to_table("raw", source=io.BytesIO("".join(lines).encode()))
        await connection.execute(ADVANCE, [t for t, _ in reached], [p for _, p in reached], list(reached.values()))
        await connection.execute("INSERT INTO raw_commit VALUES (clock_timestamp(), $1)", len(records))
