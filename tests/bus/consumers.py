"""A region whose consumer runs in the test's own loop, and a direct producer: an agency with a Kafka client of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiokafka import AIOKafkaProducer

from hub import consuming
from hub.intake import registering
from hub.intake.registering import NewSource
from hub.keys.vault import write_master
from hub.settings import Settings
from hub.store.engine import connect
from hub.store.engine import engine as make_engine

SOURCES: Final = (
    NewSource("lapor", "diskominfo", "SP4N-LAPOR!", ("complaints",), "region"),
    NewSource("aduan", "dishub", "Aduan Dishub", ("complaints",), "own"),
    NewSource("simpeg", "bkpsdm", "SIMPEG", ("personnel", "payroll"), "region"),
    NewSource("lama", "diskominfo", "Aduan lama", ("complaints",), "region"),
)
BIG: Final = 4 * 1024 * 1024
LOGGED: Final = "SELECT off FROM event e JOIN topic t ON t.no = e.topic WHERE t.name = $1 AND part = $2 ORDER BY off"
NEXT: Final = "SELECT next FROM kafka_offset o JOIN topic t ON t.no = o.topic WHERE t.name = $1 AND part = $2"
Headers = Sequence[tuple[str, bytes]]


@dataclass
class Region:
    """What tests send with and look into."""

    settings: Settings
    producer: AIOKafkaProducer
    connection: Any

    def topic(self, name: str) -> str:
        return self.settings.topic_prefix + name

    async def send(self, value: bytes | None, *, topic: str = "complaints.diskominfo", partition: int = 0, headers: Headers = ()) -> int:
        """Publishes past the intake; the record's offset."""
        sent = await self.producer.send_and_wait(self.topic(topic), value, b"x", partition=partition, headers=list(headers))
        offset: int = sent.offset
        return offset

    async def next_offset(self, topic: str = "complaints.diskominfo", partition: int = 0) -> int:
        return int(await self.connection.fetchval(NEXT, self.topic(topic), partition) or 0)

    async def logged(self, topic: str = "complaints.diskominfo", partition: int = 0) -> list[int]:
        """Offsets of the accepted events of a partition."""
        return [off for (off,) in await self.connection.fetch(LOGGED, self.topic(topic), partition)]


@asynccontextmanager
async def prepared(settings: Settings) -> AsyncIterator[Region]:
    """The region with its sources; nobody consumes yet."""
    write_master(settings.master_key_file)
    engine = make_engine(settings.dsn)
    for source in SOURCES:
        await registering.add(engine, settings, source, who="test")
    await registering.close(engine, "lama", successor="lapor", who="test")
    await engine.dispose()
    connection = await connect(settings.dsn)
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka, acks="all", max_request_size=BIG, compression_type="gzip")
    await producer.start()
    try:
        yield Region(settings, producer, connection)
    finally:
        await producer.stop()
        await connection.close()


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[None]:
    """The consumer, as `simpul run consumer` serves it; ended in good order, and it may not have ended before."""
    task = asyncio.create_task(consuming.serve(settings))
    try:
        yield
        assert not task.done(), task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], Awaitable[bool]], limit_s: float = 30) -> None:
    """Waits until it holds, and fails when it never does."""
    async with asyncio.timeout(limit_s):
        while not await holds():  # noqa: ASYNC110 -- what is waited for happens in Kafka and the database
            await asyncio.sleep(0.05)
