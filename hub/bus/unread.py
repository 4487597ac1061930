"""What lies in Kafka and is not in the log yet: how much, and since when.

The age needs the oldest unread record itself: Kafka gives no time stamp for an offset. So one record is read per partition that lags,
by a client without a group, with a deadline.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from hub.bus.lag import Ends
from hub.errors import TryLaterError

DEADLINE_S: Final = 5.0
FETCH_BYTES: Final = 64 * 1024
"""Kafka sends one whole batch of records at least; more than one record of a partition is not wanted."""

Place = tuple[str, int]
"""Topic and partition."""


class Unread(NamedTuple):
    """A topic of which something is unread; `oldest` is when Kafka took the oldest of it, in seconds since 1970."""

    topic: str
    events: int
    oldest: float


class Backlog:
    """Compares our offsets with Kafka's."""

    def __init__(self, bootstrap: str, prefix: str, domains: frozenset[str]) -> None:
        self._bootstrap = bootstrap
        self._ends = Ends(bootstrap, prefix, domains)

    async def close(self) -> None:
        await self._ends.close()

    async def unread(self, reached: Mapping[Place, int]) -> list[Unread]:
        """Every topic of the region with something unread.

        Args:
            reached: the next offset of every partition that the database knows; one that it does not know is unread as a whole.

        Raises:
            TryLaterError: Kafka did not answer in time.
        """
        ends = await self._ends.ends()
        behind = {place: reached.get(place, 0) for place, end in ends.items() if end > reached.get(place, 0)}
        if not behind:
            return []
        try:
            async with asyncio.timeout(DEADLINE_S):
                first = await self._first(behind)
        except (KafkaError, TimeoutError, OSError) as error:
            raise TryLaterError("Kafka tidak menjawab.") from error
        return _by_topic((place, ends[place] - offset, taken) for place, (offset, taken) in first.items())

    async def _first(self, behind: Mapping[Place, int]) -> dict[Place, tuple[int, float]]:
        """Offset and time of the first record at or after each place's offset; a partition whose rest has expired is left out."""
        reader = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap.split(","),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=FETCH_BYTES,
        )
        await reader.start()
        try:
            waiting = await _seek(reader, behind)
            found: dict[Place, tuple[int, float]] = {}
            while len(found) < len(waiting):
                for partition, records in (await reader.getmany(timeout_ms=200)).items():
                    found.setdefault((partition.topic, partition.partition), (records[0].offset, records[0].timestamp / 1000))
                    reader.pause(partition)
            return found
        finally:
            await reader.stop()


async def _seek(reader: Any, behind: Mapping[Place, int]) -> list[TopicPartition]:
    """Points the reader at what is unread and not expired; the partitions that have such."""
    partitions = [TopicPartition(*place) for place in behind]
    begins, ends = await reader.beginning_offsets(partitions), await reader.end_offsets(partitions)
    there = [partition for partition in partitions if begins[partition] < ends[partition]]
    reader.assign(there)
    for partition in there:
        reader.seek(partition, max(begins[partition], behind[partition.topic, partition.partition]))
    return there


def _by_topic(lagging: Iterable[tuple[Place, int, float]]) -> list[Unread]:
    topics: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for (topic, _part), events, taken in lagging:
        topics[topic].append((events, taken))
    return [Unread(topic, sum(events for events, _ in parts), min(taken for _, taken in parts)) for topic, parts in sorted(topics.items())]
