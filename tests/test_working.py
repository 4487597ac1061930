"""hub/working.py on a real PostgreSQL and Kafka."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from hub import working
from hub.jobs.kinds import KINDS
from hub.keys.vault import write_master
from hub.settings import Settings
from hub.store.engine import engine
from hub.store.tables import job


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[AsyncEngine]:
    made = engine(settings.dsn)
    yield made
    await made.dispose()


async def states(base: AsyncEngine) -> dict[str, str]:
    async with base.connect() as connection:
        rows = (await connection.execute(select(job.c.kind, job.c.state))).mappings()
        return {row["kind"]: row["state"] for row in rows}


async def until_done(base: AsyncEngine) -> None:
    while True:
        if await states(base) == dict.fromkeys(working.UPKEEP, "done"):
            return
        await asyncio.sleep(0.05)


def test_every_upkeep_is_a_job_that_is_there() -> None:
    assert working.UPKEEP.keys() - KINDS.keys() == set()


async def test_fresh_region_gets_its_upkeep_done(settings: Settings, base: AsyncEngine) -> None:
    write_master(settings.master_key_file)
    serving = asyncio.create_task(working.serve(settings))
    async with asyncio.timeout(20):
        await until_done(base)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


async def test_upkeep_that_still_waits_is_asked_for_once(settings: Settings, base: AsyncEngine) -> None:
    (first, *_) = working.upkeep(settings, base)
    for _ in range(3):
        await first.turn(dt.datetime.now(dt.UTC))
    async with base.connect() as connection:
        assert len((await connection.execute(select(job))).all()) == 1
