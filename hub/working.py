"""The process that reads sources and does long work. Several may run: one of them leads the schedules, all of them take jobs."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from connectors import CONNECTORS
from hub import feeds
from hub.bus.publisher import Publisher
from hub.connector.runner import Runner as Reader
from hub.feeds import Feed
from hub.jobs import queue
from hub.jobs.kinds import KINDS
from hub.jobs.runner import Runner
from hub.keys.vault import Vault, read_master
from hub.scheduler import Cron, Every, Schedule, Scheduler, Turn
from hub.settings import Settings
from hub.store.engine import engine as make_engine

UPKEEP: Final = {"log-partitions": "5 * * * *", "statistics": "40 2 * * *"}
"""Kind of job → when the scheduler asks for it, in the region's zone. `log-partitions` makes ready for some hours at the fastest."""
BY: Final = "penjadwal"
"""Who asked for the job, as the audit and the page say it."""


async def serve(settings: Settings) -> None:
    """Works until it is cancelled.

    Raises:
        StopError: the master key is missing, or the list of feeds is not right.
    """
    chosen = feeds.read(settings.home, CONNECTORS)
    vault = Vault(read_master(settings.master_key_file))
    engine = make_engine(settings.dsn, pool=4, application_name="simpul connectors")
    publisher = Publisher(settings)
    await publisher.start()
    schedules = [*upkeep(settings, engine), *reading(chosen, Reader(settings, vault, publisher))]
    work = (Scheduler(settings.dsn, engine, schedules).serve(), Runner(settings, engine, KINDS).serve())
    tasks = [asyncio.create_task(one) for one in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await publisher.stop()
        await engine.dispose()


def upkeep(settings: Settings, engine: AsyncEngine) -> list[Schedule]:
    """What the database needs from time to time, as jobs."""

    def asking(kind: str) -> Turn:
        async def ask(_due: dt.datetime) -> None:
            async with engine.begin() as connection:
                await queue.ask(connection, kind, {}, BY, once=True)

        return ask

    return [Schedule(f"job:{kind}", Cron(fields, settings.tz), asking(kind)) for kind, fields in UPKEEP.items()]


def reading(chosen: Sequence[Feed], reader: Reader) -> list[Schedule]:
    """The connectors that run by themselves."""

    def running(feed: Feed) -> Turn:
        async def run(_due: dt.datetime) -> None:
            await reader.run(feed.connector, feed.settings, feed.source)

        return run

    return [Schedule(feed.name, Every(feed.every), running(feed)) for feed in chosen]
