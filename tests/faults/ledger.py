"""What must be true of the database, from Kafka's records alone: read once, in order, and classified by plain rules.

The first content under a (source, id) is accepted, the same again is a repeat, another one is refused, rubbish waits on the desk.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from hub.bus.lag import Ends
from schemas.registry import DOMAINS
from tests.faults.stream import Message
from tests.model.said import Said

Place = tuple[str, int, int]
"""Topic, partition, offset."""


class Ledger:
    """Grows with what lies in Kafka.

    Attributes:
        accepted: (source, id) → where it lies.
        desk: where refused records lie → code.
        by_subject: accepted events of each subject.
        touched: subjects with new events since the caller last emptied it.
        ends: the next offset of every partition that has records.
    """

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._bootstrap = bootstrap
        self._prefix = prefix
        self._said: dict[tuple[str, str], Said] = {}
        self.accepted: dict[tuple[str, str], Place] = {}
        self.desk: dict[Place, str] = {}
        self.by_subject: dict[str, list[Said]] = defaultdict(list)
        self.touched: set[str] = set()
        self.values: set[bytes] = set()
        self.ends: Counter[tuple[str, int]] = Counter()
        self.repeats = 0

    @property
    def records(self) -> int:
        return self.ends.total()

    async def read(self, meaning: Callable[[bytes], Message]) -> None:
        """Takes in what came since.

        Args:
            meaning: what a value was meant to be, as its sender knows.
        """
        ends = await self._ends()
        new = [TopicPartition(*place) for place, end in ends.items() if end > self.ends[place]]
        if not new:
            return
        consumer = AIOKafkaConsumer(bootstrap_servers=self._bootstrap, enable_auto_commit=False)
        await consumer.start()
        try:
            consumer.assign(new)
            for partition in new:
                consumer.seek(partition, self.ends[partition.topic, partition.partition])
            async with asyncio.timeout(60):
                while any(self.ends[tp.topic, tp.partition] < ends[tp.topic, tp.partition] for tp in new):
                    for several in (await consumer.getmany(timeout_ms=200)).values():
                        for record in several:
                            self._take(record, meaning(record.value))
        finally:
            await consumer.stop()

    async def _ends(self) -> dict[tuple[str, int], int]:
        async with Ends(self._bootstrap, self._prefix, frozenset(DOMAINS)) as kafka:
            return await kafka.ends()

    def _take(self, record: Any, message: Message) -> None:
        place = (record.topic, record.partition, record.offset)
        self.ends[record.topic, record.partition] = record.offset + 1
        self.values.add(record.value)
        said = message.said
        if said is None:
            self.desk[place] = message.code or ""
        elif (first := self._said.setdefault(said.name, said)) is not said and said.value() != first.value():
            self.desk[place] = "conflict"
        elif said.name in self.accepted:
            self.repeats += 1
        else:
            self.accepted[said.name] = place
            self.by_subject[said.subject].append(said)
            self.touched.add(said.subject)
