"""The embedded Kafka, for real."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from hub.embedded import ports, processes
from hub.embedded.kafka import Kafka
from hub.errors import StopError

TOPIC = TopicPartition("kept", 0)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Kafka]:
    kafka = Kafka(tmp_path / "kafka", quick=True)
    yield kafka
    kafka.stop()


async def make_topic(bootstrap: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(TOPIC.topic, 1, 1)])
    finally:
        await admin.close()


async def send(bootstrap: str, value: bytes) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True) as producer:
        await producer.send_and_wait(TOPIC.topic, value)


async def values(bootstrap: str, count: int) -> list[tuple[bytes, int]]:
    """The first values of the topic, with the type of their time-stamps (1: when the broker took them)."""
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False) as consumer:
        consumer.assign([TOPIC])
        await consumer.seek_to_beginning(TOPIC)
        read = [await consumer.getone() for _ in range(count)]
    return [(one.value, one.timestamp_type) for one in read]


async def test_broker_that_was_stopped_or_killed_keeps_its_port_and_what_it_acknowledged(broker: Kafka) -> None:
    broker.start()
    address = broker.bootstrap
    await make_topic(address)
    await send(address, b"before stop")
    broker.stop()
    assert not broker.pid_file.exists()

    again = Kafka(broker.folder, quick=True)
    again.start()
    assert again.bootstrap == address
    await send(address, b"before kill")
    assert again.process is not None
    os.kill(again.process.pid, signal.SIGKILL)
    again.process.wait()

    broker.start()
    assert await values(broker.bootstrap, 2) == [(b"before stop", 1), (b"before kill", 1)]


def test_port_in_use_that_was_asked_for_is_refused_with_advice(tmp_path: Path) -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StopError, match=f"Porta {port} untuk Kafka sedang dipakai"):
            Kafka(tmp_path / "kafka", port=port).start()


def test_port_of_last_time_that_is_in_use_is_replaced(tmp_path: Path) -> None:
    kafka = Kafka(tmp_path / "kafka")
    kafka._configure()  # noqa: SLF001 - the choice of ports alone, without the seconds of a start
    with socket.create_server((ports.LOOPBACK, kafka.port)):
        later = Kafka(tmp_path / "kafka")
        later._configure()  # noqa: SLF001 - as above
    assert later.port != kafka.port


def test_broker_that_dies_says_its_last_words(broker: Kafka) -> None:
    broker.folder.mkdir()
    broker._configure()  # noqa: SLF001 - a data folder that belongs to another cluster's broker
    (broker.folder / "data" / "meta.properties").write_text("version=1\nnode.id=7\ncluster.id=other\n")
    with pytest.raises(StopError, match=r"Kafka berhenti saat dijalankan[\s\S]*node id 7"):
        broker.start()
    assert processes.recorded(broker.pid_file) is None
