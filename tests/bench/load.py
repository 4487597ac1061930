"""Puts the stream into Kafka beforehand: two processes, each with the halves of the subjects, stamped as the hub's own intake does it."""

import asyncio
import datetime as dt
import multiprocessing
from pathlib import Path
from zoneinfo import ZoneInfo

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from hub.intake.stamp import Stamps
from hub.keys.vault import Vault, read_master
from hub.store.order import Days
from schemas.decode import decode
from tests.bench.events import Stream
from tests.bench.region import PARTITIONS, PREFIX, topics

PROCESSES = 2


def load(bootstrap: str, home: Path, count: int, subjects: int, *, stamped: bool) -> None:
    """Makes the topics and fills them with `count` events; returns when all are acknowledged."""
    asyncio.run(make_topics(bootstrap))
    context = multiprocessing.get_context("spawn")
    now = dt.datetime.now(dt.UTC)
    arguments = [(bootstrap, home, count // PROCESSES, subjects, seed, now, stamped) for seed in range(PROCESSES)]
    workers = [context.Process(target=_fill, args=one) for one in arguments]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise RuntimeError("loading failed")


async def make_topics(bootstrap: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    configs = {"message.timestamp.type": "LogAppendTime"}
    await admin.create_topics([NewTopic(PREFIX + name, PARTITIONS, 1, topic_configs=configs) for name in topics()])
    await admin.close()


def _fill(bootstrap: str, home: Path, count: int, subjects: int, seed: int, now: dt.datetime, stamped: bool) -> None:  # noqa: FBT001 -- a process's arguments
    asyncio.run(
        _send(
            bootstrap, home, Stream(count, subjects // PROCESSES, seed=seed, offset=seed * subjects // PROCESSES, now=now), stamped=stamped
        )
    )


async def _send(bootstrap: str, home: Path, stream: Stream, *, stamped: bool) -> None:
    stamps = Stamps(Vault(read_master(home / "keys" / "master.key")), Days(ZoneInfo("Asia/Jakarta")))
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, linger_ms=50, max_batch_size=262_144, compression_type="lz4"
    )
    await producer.start()
    sent = []
    for message in stream:
        value, headers = stamps.put(decode(message.value))[2:] if stamped else (message.value, [])
        sent.append(await producer.send(PREFIX + message.topic, value, message.key, headers=headers))
        if len(sent) >= 20_000:
            await asyncio.gather(*sent)
            sent.clear()
    await asyncio.gather(*sent)
    await producer.stop()
