"""Where Kafka's topics end: what a watchdog, a lag metric and "is anything unread?" compare our offsets with.

aiokafka's own consumer cannot tell: a dead broker looks to it like an idle topic, and its high-water marks move only when it fetches.
So the ends are asked for by a client of their own, each time with a deadline.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, Self, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import KafkaError

from hub.errors import TryLaterError

DEADLINE_S: Final = 10.0

T = TypeVar("T")


class Ends:
    """Asks for the end offsets of every partition of the region's topics."""

    def __init__(self, bootstrap: str, prefix: str, domains: frozenset[str]) -> None:
        self._bootstrap = bootstrap
        self._prefix = prefix
        self._domains = domains
        self._client: AIOKafkaConsumer | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            await client.stop()
            await self._admin.close()

    async def ends(self) -> dict[tuple[str, int], int]:
        """(topic, partition) → the offset that the next record gets.

        Raises:
            TryLaterError: Kafka did not answer in time.
        """
        return await self._asked(self._ends())

    async def held(self, group: str) -> set[tuple[str, int]] | None:
        """The (topic, partition)s that the members of a group have; None while they are shared out.

        Raises:
            TryLaterError: Kafka did not answer in time.
        """
        return await self._asked(self._held(group))

    async def _asked(self, answer: Coroutine[Any, Any, T]) -> T:
        try:
            return await asyncio.wait_for(answer, DEADLINE_S)
        except (KafkaError, TimeoutError, OSError) as error:
            await self.close()
            raise TryLaterError("Kafka tidak menjawab.") from error

    async def _ends(self) -> dict[tuple[str, int], int]:
        client = await self._started()
        partitions = [
            TopicPartition(topic["topic"], part["partition"])
            for topic in await self._admin.describe_topics()
            if self._ours(topic["topic"])
            for part in topic["partitions"]
        ]
        if not partitions:
            return {}
        self._tell(client, partitions)
        found = await client.end_offsets(partitions)
        return {(place.topic, place.partition): offset for place, offset in found.items()}

    async def _held(self, group: str) -> set[tuple[str, int]] | None:
        await self._started()
        (answer,) = await self._admin.describe_consumer_groups([group])
        (_, _, state, _, _, members, *_) = answer.groups[0]
        if state != "Stable":
            return None
        shares = [ConsumerProtocolMemberAssignment.decode(member[-1]) for member in members if member[-1]]
        return {(topic, part) for share in shares for topic, parts in share.assignment for part in parts}

    async def _started(self) -> AIOKafkaConsumer:
        if self._client is None:
            # Kept before they have started: one that could not start must be stopped as well.
            servers = self._bootstrap.split(",")
            self._admin = AIOKafkaAdminClient(bootstrap_servers=servers)
            self._client = AIOKafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False, request_timeout_ms=8_000)
            await self._admin.start()
            await self._client.start()
        return self._client

    @staticmethod
    def _tell(client: AIOKafkaConsumer, partitions: list[TopicPartition]) -> None:
        """Makes the client know the topics at once; by itself it asks for one more in each round of a request that fails.

        It knows what it is assigned; it is paused, so it fetches nothing.
        """
        if client.assignment() != set(partitions):
            client.assign(partitions)
            client.pause(*partitions)

    def _ours(self, topic: str) -> bool:
        return topic.startswith(self._prefix) and topic.removeprefix(self._prefix).partition(".")[0] in self._domains


async def cluster_id(bootstrap: str) -> str:
    """The id that the Kafka cluster got when it was formatted: offsets of another one mean nothing.

    Raises:
        TryLaterError: Kafka did not answer in time.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap.split(","))
    try:
        async with asyncio.timeout(DEADLINE_S):
            await admin.start()
            return str((await admin.describe_cluster())["cluster_id"])
    except (KafkaError, TimeoutError, OSError) as error:
        raise TryLaterError("Kafka tidak menjawab.") from error
    finally:
        await admin.close()
