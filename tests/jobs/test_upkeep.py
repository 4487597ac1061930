"""hub/jobs/upkeep.py on a real PostgreSQL."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.jobs.kinds import KINDS
from hub.jobs.upkeep import BATCHES_A_PARTITION
from hub.jobs.work import Result, Work
from hub.settings import Settings
from hub.store.commits import PLACES
from hub.store.engine import engine


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[AsyncEngine]:
    made = engine(settings.dsn)
    yield made
    await made.dispose()


async def work(kind: str, settings: Settings, base: AsyncEngine) -> Result:
    return await KINDS[kind].run(Work(1, kind, {}, "test", 1, settings, base))


async def test_log_takes_a_batch_of_the_next_partition_only_after_it_was_made(settings: Settings, base: AsyncEngine) -> None:
    next_one = BATCHES_A_PARTITION << PLACES
    insert = text(
        "INSERT INTO event (pos, batch, cluster, topic, part, off, type, source, id, skey, okey, time, received, payload)"
        " VALUES (:pos, 1, 1, 1, 0, 0, 1, 1, 'a', 1, '', now(), now(), '{}')"
    )
    assert await work("log-partitions", settings, base) == {"made": [1, 2]}
    assert await work("log-partitions", settings, base) == {"made": []}
    async with base.begin() as connection:
        await connection.execute(insert, {"pos": next_one})
        assert (await connection.execute(text("SELECT tableoid::regclass::text FROM event"))).scalar_one() == "event_1"
        await connection.execute(text("SELECT setval('batch_seq', :batch)"), {"batch": BATCHES_A_PARTITION + 5})
    assert await work("log-partitions", settings, base) == {"made": [3]}


async def test_attached_partition_has_the_indexes_of_the_log(settings: Settings, base: AsyncEngine) -> None:
    await work("log-partitions", settings, base)
    indexes = text("SELECT count(*) FROM pg_index WHERE indrelid = to_regclass(:name) AND indisvalid")
    async with base.connect() as connection:
        found: list[int] = [(await connection.execute(indexes, {"name": name})).scalar_one() for name in ("event_0", "event_1")]
    assert found == [2, 2]


async def test_statistics_are_there_afterwards(settings: Settings, base: AsyncEngine) -> None:
    known = text("SELECT reltuples FROM pg_class WHERE relname = 'clock'")
    async with base.connect() as connection:
        assert (await connection.execute(known)).scalar_one() == -1
    result = await work("statistics", settings, base)
    assert result["tables"] > 30
    async with base.connect() as connection:
        assert (await connection.execute(known)).scalar_one() == 1


def test_every_kind_says_what_it_does() -> None:
    assert [name for name, kind in KINDS.items() if not kind.does.endswith(".") or kind.name != name] == []
