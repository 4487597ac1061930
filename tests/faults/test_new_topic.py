"""A topic that is made while the consumers are away is read by somebody once they are back."""

import signal

from aiokafka import AIOKafkaProducer

from hub.intake.registering import NewSource
from tests.faults.test_takeover import ONE, TWO, Told, until_shared
from tests.faults.world import world

FOUND_S = 30
"""What the issue promises of new topics."""


async def test_topic_made_while_all_consumers_come_back_is_read() -> None:
    """As static members they come back without a rebalance, each to the share it had."""
    async with world([NewSource("aduan", "dishub", "Aduan", ("complaints",), "region")]) as region:
        for name in (ONE, TWO):
            region.start(name)
        await until_shared(region)
        for name in (ONE, TWO):
            region.send(name, signal.SIGKILL)
        await region.register(NewSource("lapor", "diskominfo", "SP4N-LAPOR!", ("complaints",), "region"))
        for name in (ONE, TWO):
            region.start(name)
        async with AIOKafkaProducer(bootstrap_servers=region.settings.kafka) as producer:
            told = Told(region, producer)
            await told.send()
            await told.seconds(FOUND_S)
        assert region.failed() == []
