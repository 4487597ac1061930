"""The consumer that stands still while Kafka goes on ends itself, so that the supervisor starts it again; one that is paused does not."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from hub.intake.registering import NewSource
from tests.faults.test_takeover import ONE, Told
from tests.faults.world import world

STANDING_S: Final = 3.0
PATCHED: Final = f"""
from hub import consuming
from hub.bus import consumer
from hub.store import engine
consuming.STANDING_S, consuming.LOOK_S, consumer.GRACE_S = {STANDING_S}, 0.5, 0.5
engine.GUARDS["lock_timeout"] = "1s"
"""
_HOLD: Final = "SELECT FROM kafka_offset FOR UPDATE"


@pytest.fixture(scope="module")
async def told() -> AsyncIterator[Told]:
    """One consumer whose watchdog is quick, and which has read something."""
    async with world([NewSource("lapor", "diskominfo", "SP4N-LAPOR!", ("complaints",), "region")]) as region:
        producer = AIOKafkaProducer(bootstrap_servers=region.settings.kafka, acks="all", enable_idempotence=True)
        await producer.start()
        made = Told(region, producer)
        region.start(ONE, patched=PATCHED)
        await made.send()
        await made.seconds(40)
        yield made
        await producer.stop()


async def test_paused_topic_is_no_standstill(told: Told) -> None:
    topic = told.world.settings.topic_prefix + "complaints.diskominfo"
    async with told.world.database() as connection:
        await connection.execute("INSERT INTO topic_pause (topic, reason, by) VALUES ($1, 'uji', 'test')", topic)
    await asyncio.sleep(2)
    await told.send()
    await asyncio.sleep(2 * STANDING_S)
    assert told.world.failed() == []
    async with told.world.database() as connection:
        await connection.execute("DELETE FROM topic_pause")
    await told.seconds(20)


async def test_consumer_that_stands_while_kafka_goes_on_ends_with_an_error(told: Told) -> None:
    holder = await asyncpg.connect(told.world.settings.dsn, server_settings={"idle_in_transaction_session_timeout": "0"})
    async with holder.transaction():
        await holder.execute(_HOLD)
        await told.send()
        assert await told.world.ended(ONE, 40) not in (0, None)
    await holder.close()
    assert "tidak maju" in told.world.log(ONE).read_text()
    told.world.start(ONE, patched=PATCHED)
    await told.seconds(40)
    await told.exact()
