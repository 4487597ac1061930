"""How far the log is behind Kafka: what notices wait for, and what the demo's clock may not jump over."""

import time
from typing import Any, Final

from hub.bus.lag import cluster_id
from hub.bus.unread import Backlog, Unread
from hub.settings import Settings
from schemas.registry import DOMAINS

_REACHED: Final = """
SELECT t.name, o.part, o.next FROM kafka_offset o JOIN topic t ON t.no = o.topic JOIN cluster c ON c.no = o.cluster WHERE c.id = $1
"""

_PAUSED: Final = "SELECT topic FROM topic_pause"


class Behind:
    """Compares the offsets of the database with the ends of Kafka's topics."""

    def __init__(self, settings: Settings) -> None:
        self._kafka = settings.kafka
        self._backlog = Backlog(settings.kafka, settings.topic_prefix, frozenset(DOMAINS))
        self._cluster: str | None = None

    async def close(self) -> None:
        await self._backlog.close()

    async def unread(self, connection: Any) -> list[Unread]:
        """Every topic with something unread.

        Raises:
            TryLaterError: Kafka did not answer in time.
        """
        self._cluster = self._cluster or await cluster_id(self._kafka)
        reached = {(topic, part): offset for topic, part, offset in await connection.fetch(_REACHED, self._cluster)}
        return await self._backlog.unread(reached)

    async def seconds(self, connection: Any) -> float:
        """Age of the oldest unread event in real time; 0: nothing is unread.

        A topic that is paused does not count: it waits for a person, and nobody else may wait for it.

        Raises:
            TryLaterError: Kafka did not answer in time.
        """
        paused = {topic for (topic,) in await connection.fetch(_PAUSED)}
        oldest = min((one.oldest for one in await self.unread(connection) if one.topic not in paused), default=None)
        return 0.0 if oldest is None else max(time.time() - oldest, 0.0)
