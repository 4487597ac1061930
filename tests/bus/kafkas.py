"""A Kafka of a test's own, which it may kill; and a look at what lies in a topic."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer

from hub.embedded.kafka import Kafka
from tests.waiting import until


@contextmanager
def own_kafka(folder: Path) -> Iterator[Kafka]:
    kafka = Kafka(folder, quick=True)
    kafka.start()
    try:
        yield kafka
    finally:
        kafka.stop()


def freeze(kafka: Kafka) -> None:
    """Stops the broker in its tracks; returns when every thread of it stands."""
    pid = _pid(kafka)
    os.kill(pid, signal.SIGSTOP)
    until(lambda: all(file.read_text().rpartition(")")[2].split()[0] == "T" for file in Path(f"/proc/{pid}/task").glob("*/stat")))


def thaw(kafka: Kafka) -> None:
    os.kill(_pid(kafka), signal.SIGCONT)


def kill(kafka: Kafka) -> None:
    """Ends the broker as a power cut would."""
    os.kill(_pid(kafka), signal.SIGKILL)
    assert kafka.process is not None
    kafka.process.wait()


def _pid(kafka: Kafka) -> int:
    assert kafka.process is not None
    return kafka.process.pid


async def eventually(holds: Callable[[], bool], limit_s: float = 20) -> None:
    """Waits until it holds, and fails when it never does."""
    async with asyncio.timeout(limit_s):
        while not holds():  # noqa: ASYNC110 -- what is waited for happens in another process
            await asyncio.sleep(0.02)


async def everything_in(bootstrap: str, topic: str) -> list[Any]:
    """All records that lie in the topic now."""
    async with AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest") as consumer:
        ends = await consumer.end_offsets(consumer.assignment())
        records: list[Any] = []
        while any([await consumer.position(place) < end for place, end in ends.items()]):
            for several in (await consumer.getmany(timeout_ms=500)).values():
                records += several
    return records
