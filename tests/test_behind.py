"""hub/behind.py: how long events have been unread, on a real Kafka."""

from collections.abc import AsyncIterator

import pytest
from aiokafka import AIOKafkaProducer

from hub.behind import Behind
from hub.bus import topics
from hub.settings import Settings
from hub.store import engine


@pytest.fixture
async def behind(settings: Settings) -> AsyncIterator[Behind]:
    one = Behind(settings)
    yield one
    await one.close()


async def test_unread_event_has_an_age_and_one_of_a_paused_topic_keeps_nobody_waiting(settings: Settings, behind: Behind) -> None:
    topic = f"{settings.topic_prefix}complaints.diskominfo"
    await topics.make(settings, [topic])
    connection = await engine.connect(settings.dsn)
    assert await behind.seconds(connection) == 0
    async with AIOKafkaProducer(bootstrap_servers=settings.kafka) as producer:
        await producer.send_and_wait(topic, b"{}")
    assert [(one.topic, one.events) for one in await behind.unread(connection)] == [(topic, 1)]
    assert 0 < await behind.seconds(connection) < 60
    await connection.execute("INSERT INTO topic_pause (topic, reason, by) VALUES ($1, 'banjir', 'hub')", topic)
    assert await behind.seconds(connection) == 0
    await connection.close()
