"""The publisher, on the real Kafka; where it is killed or frozen, on one of the test's own."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.bus import topics
from hub.bus.publisher import Message, Publisher, Sent
from hub.embedded.kafka import Kafka
from hub.settings import Settings
from tests.bus.kafkas import eventually, everything_in, freeze, kill, own_kafka, thaw


def message(topic: str, number: int = 1, key: bytes = b"complaint/lapor:1") -> Message:
    return Message(topic, key, b'{"number":%d}' % number, [("content-type", b"application/cloudevents+json")])


@pytest.fixture
async def topic(settings: Settings) -> str:
    (name,) = await topics.make(settings, [f"{settings.topic_prefix}complaints.dishub"])
    return name


@pytest.fixture
async def publisher(settings: Settings) -> AsyncIterator[Publisher]:
    publisher = Publisher(settings)
    await publisher.start()
    yield publisher
    await publisher.stop()


async def test_an_acknowledged_message_lies_in_kafka_with_key_and_headers(publisher: Publisher, topic: str, kafka: str) -> None:
    assert await publisher.publish([message(topic)]) == [Sent.ACKED]
    (record,) = await everything_in(kafka, topic)
    assert (record.key, record.value) == (b"complaint/lapor:1", b'{"number":1}')
    assert record.headers == (("content-type", b"application/cloudevents+json"),)


async def test_messages_of_one_subject_keep_their_order(publisher: Publisher, topic: str, kafka: str) -> None:
    assert await publisher.publish([message(topic, n) for n in range(200)]) == [Sent.ACKED] * 200
    assert [record.value for record in await everything_in(kafka, topic)] == [b'{"number":%d}' % n for n in range(200)]


async def test_a_missing_topic_is_away_and_hinders_nobody(publisher: Publisher, topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await publisher.publish([message(topic)]) == [Sent.ACKED]
    monkeypatch.setattr("hub.bus.publisher._TOPIC_S", 0.3)
    sent = await publisher.publish([message(topic), message("never.made"), message(topic)])
    assert sent == [Sent.ACKED, Sent.AWAY, Sent.ACKED]
    assert publisher.ready


async def test_kafka_that_was_never_there_is_said_at_once(settings: Settings) -> None:
    publisher = Publisher(settings.model_copy(update={"kafka": "127.0.0.1:9"}))
    await publisher.start()
    began = time.monotonic()
    assert await publisher.publish([message("any")] * 3) == [Sent.AWAY] * 3
    assert time.monotonic() - began < 0.1
    await publisher.stop()


async def test_kafka_killed_or_frozen_is_unknown_then_away_and_well_again_afterwards(settings: Settings, tmp_path: Path) -> None:
    with own_kafka(tmp_path / "kafka") as kafka:
        own = settings.model_copy(update={"kafka": kafka.bootstrap, "ack_s": 1.5})
        (topic,) = await topics.make(own, [f"{own.topic_prefix}complaints.dishub"])
        publisher = Publisher(own)
        await publisher.start()
        assert await publisher.publish([message(topic, 0)]) == [Sent.ACKED]

        await _frozen(publisher, kafka, topic)
        await eventually(lambda: publisher.ready)
        assert await publisher.publish([message(topic, 2)]) == [Sent.ACKED]

        kill(kafka)
        await eventually(lambda: not publisher.ready)
        assert await publisher.publish([message(topic, 3)]) == [Sent.AWAY]

        kafka.start()
        await eventually(lambda: publisher.ready)
        assert await publisher.publish([message(topic, 4)] * 50) == [Sent.ACKED] * 50
        await publisher.stop()
        numbers = {record.value for record in await everything_in(kafka.bootstrap, topic)}
        assert {b'{"number":0}', b'{"number":2}', b'{"number":4}'} <= numbers
        assert b'{"number":3}' not in numbers


async def _frozen(publisher: Publisher, kafka: Kafka, topic: str) -> None:
    """What is sent to a frozen broker may arrive when it wakes: nobody can say."""
    freeze(kafka)
    try:
        assert await publisher.publish([message(topic, 1)] * 2) == [Sent.UNKNOWN] * 2
        assert not publisher.ready
        assert await publisher.publish([message(topic, 1)]) == [Sent.AWAY]
    finally:
        thaw(kafka)
