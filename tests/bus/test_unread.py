"""hub/bus/unread.py on a real Kafka."""

import secrets
import time
from collections.abc import AsyncIterator

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from hub.bus.unread import Backlog, Unread
from hub.embedded.ports import any_free
from hub.errors import TryLaterError

DOMAINS = frozenset({"complaints", "personnel"})


@pytest.fixture
async def prefix(kafka: str) -> str:
    """Two topics of two partitions of a region, and one of somebody else's."""
    name = f"t{secrets.token_hex(5)}."
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.create_topics([NewTopic(name + topic, 2, 1) for topic in ("complaints.dishub", "personnel.bkpsdm", "hub.alerts")])
    await admin.close()
    return name


@pytest.fixture
async def producer(kafka: str) -> AsyncIterator[AIOKafkaProducer]:
    sender = AIOKafkaProducer(bootstrap_servers=kafka)
    await sender.start()
    yield sender
    await sender.stop()


@pytest.fixture
async def backlog(kafka: str, prefix: str) -> AsyncIterator[Backlog]:
    made = Backlog(kafka, prefix, DOMAINS)
    yield made
    await made.close()


async def test_region_without_events_has_nothing_unread(backlog: Backlog) -> None:
    assert await backlog.unread({}) == []


async def test_unread_events_are_counted_by_topic_and_dated_by_the_oldest(
    backlog: Backlog, producer: AIOKafkaProducer, prefix: str
) -> None:
    topic, other = prefix + "complaints.dishub", prefix + "personnel.bkpsdm"
    first = [await producer.send_and_wait(topic, b"x", partition=0) for _ in range(3)]
    last = [await producer.send_and_wait(topic, b"x", partition=1) for _ in range(2)]
    await producer.send_and_wait(other, b"x", partition=0)
    await producer.send_and_wait(prefix + "hub.alerts", b"x", partition=0)
    found = await backlog.unread({(topic, 0): 1, (topic, 1): 1, (other, 0): 1})
    assert found == [Unread(topic, 3, first[1].timestamp / 1000)]
    assert time.time() - 60 < found[0].oldest <= last[1].timestamp / 1000
    assert await backlog.unread({(topic, 0): 3, (topic, 1): 2, (other, 0): 1}) == []


async def test_partition_that_the_database_does_not_know_is_unread_as_a_whole(
    backlog: Backlog, producer: AIOKafkaProducer, prefix: str
) -> None:
    sent = await producer.send_and_wait(prefix + "personnel.bkpsdm", b"x", partition=1)
    assert await backlog.unread({}) == [Unread(prefix + "personnel.bkpsdm", 1, sent.timestamp / 1000)]


async def test_kafka_that_does_not_answer_is_a_reason_to_try_later() -> None:
    backlog = Backlog(f"127.0.0.1:{any_free()[0]}", "x.", DOMAINS)
    with pytest.raises(TryLaterError):
        await backlog.unread({})
