"""CONSUME: one FastStream batch subscriber over all topics of the region.

What FastStream and aiokafka would do by themselves, and why not here (hub/decisions/0003):

- A handler that raises is logged, and the loop goes on with the next batch: with our offsets in the database that would be a gap. So the
  first failure that is not healed by trying again ends the process; the supervisor restarts it, and nothing was moved past.
- The default parser decodes headers as UTF-8 and dies on a batch with a bad one; the default decoder reads bodies as JSON. Ours do nothing.
- A listener that awaits (we read our offsets from PostgreSQL) lets records from Kafka's own committed position slip through, so the
  partitions are paused while it does. The write transaction drops what slips through all the same.
- `ack()` commits the consumer's whole position; the policy is MANUAL, and the batch's own offsets go to Kafka as information alone.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final

from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage as TheMessage
from faststream.kafka.message import FAKE_CONSUMER, KafkaMessage

from hub.bus.records import Record
from hub.errors import StopError
from hub.failpoints import FailPoints
from hub.settings import Settings

SESSION_MS: Final = 6_000
"""A consumer that is gone or frozen loses its partitions after so long; one that comes back sooner keeps them (static membership)."""
POLL_MS: Final = 600_000
"""A batch may wait so long for a database that is away before the group gives its partitions to another."""
PART_BYTES: Final = 128 * 1024
"""Fetched ahead per partition: a process with 360 partitions then holds 46 MB at most, where aiokafka's 1 MiB would let it hold 360."""
COMMIT_S: Final = 5.0
"""aiokafka's commit can hang for ever on a dead broker; as information it may not."""
GRACE_S: Final = 8.0
"""A process that is asked to end finishes the batch in hand, but waits no longer than this for a database that is away."""

Handle = Callable[[Sequence[Record]], Awaitable[None]]
"""Takes a batch; when it returns, the batch is committed. Whatever it raises ends the process."""
NextOffsets = Callable[[Iterable[tuple[str, int]]], Awaitable[dict[tuple[str, int], int]]]
"""The next offset of each (topic, partition) that the database knows."""

log = logging.getLogger(__name__)


class Consumer:
    """Reads every topic of the region's domains and hands batches on."""

    def __init__(self, settings: Settings, *, domains: Iterable[str], handle: Handle, next_offsets: NextOffsets) -> None:
        self._settings = settings
        self._handle = handle
        self._next_offsets = next_offsets
        self._fail = FailPoints()
        self._failed: asyncio.Future[None] | None = None
        self.paused: set[str] = set()
        self._broker = KafkaBroker(settings.kafka.split(","), logger=None, graceful_timeout=GRACE_S, **_client(settings))
        self._listener = _Listener(self)
        self._subscriber = self._broker.subscriber(
            pattern=rf"^{re.escape(settings.topic_prefix)}({'|'.join(sorted(domains))})\.[a-z0-9-]+$",
            group_id=group(settings),
            group_instance_id=f"{settings.topic_prefix}{settings.process}",
            batch=True,
            max_records=settings.batch,
            batch_timeout_ms=settings.batch_wait_ms,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL,
            partition_assignment_strategy=(RangePartitionAssignor,),
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=1_000,
            max_poll_interval_ms=POLL_MS,
            rebalance_timeout_ms=SESSION_MS,
            max_partition_fetch_bytes=PART_BYTES,
            fetch_max_bytes=8 * 1024 * 1024,
            listener=self._listener,
            parser=_as_it_is,
            decoder=_as_it_is_too,
            no_reply=True,
        )
        self._subscriber(self._on_batch)

    async def run(self) -> None:
        """Consumes until it is cancelled; a batch in hand is finished first.

        Raises:
            StopError: a batch could not be taken; nothing was moved past.
        """
        self._failed = asyncio.get_running_loop().create_future()
        await self._broker.start()
        try:
            await self._failed
        finally:
            self._listener.end()
            await self._broker.stop()

    def positions(self) -> set[tuple[str, int]]:
        """The partitions that this process has now."""
        consumer = self._subscriber.consumer
        return set() if consumer is None else {(tp.topic, tp.partition) for tp in consumer.assignment()}

    def rejoin(self) -> None:
        """Joins the group anew, so that its leader shares all topics out; positions come from the database as ever.

        For a topic that nobody reads. The broker gives a static member that comes back the share it had and looks at nothing else: where
        all members came back at once, and a topic was made meanwhile, each of them asked for it and none was given it.
        """
        consumer = self._subscriber.consumer
        if consumer is not None:
            # To subscribe again would do nothing where the topics are the same, and to unsubscribe would lose the member's name.
            consumer._coordinator.request_rejoin()  # noqa: SLF001 -- aiokafka has no public word for it

    async def pause(self, topics: set[str]) -> None:
        """Pauses exactly these topics; one that is no longer among them is taken up where the database stands."""
        consumer = self._subscriber.consumer
        if consumer is None or topics == self.paused:
            self.paused = set(topics)
            return
        resumed = {tp for tp in consumer.assignment() if tp.topic in self.paused - topics}
        self.paused = set(topics)
        consumer.pause(*(tp for tp in consumer.assignment() if tp.topic in topics))
        if resumed:
            await self.seek(consumer, resumed)
            consumer.resume(*(tp for tp in consumer.assignment() & resumed if tp.topic not in self.paused))

    async def seek(self, consumer: Any, partitions: Iterable[TopicPartition]) -> None:
        """Puts each partition where the database stands; one that it does not know begins at the beginning."""
        partitions = list(partitions)
        known = await self._next_offsets((tp.topic, tp.partition) for tp in partitions)
        for tp in consumer.assignment().intersection(partitions):  # another may have got one of them meanwhile
            consumer.seek(tp, known.get((tp.topic, tp.partition), 0))

    async def _on_batch(self, message: TheMessage) -> None:
        if self._failed is None or self._failed.done():
            return
        try:
            records = await self._more(message.raw_message)
            await self._handle(records)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.exception("a batch could not be taken")
            stop = StopError(f"Satu kelompok peristiwa tidak dapat dicatat: {type(error).__name__}.")
            stop.__cause__ = error
            self._failed.set_exception(stop)
            return
        await self._tell_kafka([record for record in records if record.topic not in self.paused])

    async def _more(self, first: Sequence[Any]) -> list[Record]:
        """What came, and what more lies fetched already: a transaction for few events costs as much as one for many."""
        records = list(first)
        consumer = self._subscriber.consumer
        while consumer is not None and len(records) < self._settings.batch:
            found = await consumer.getmany(timeout_ms=0, max_records=self._settings.batch - len(records))
            if not found:
                break
            for several in found.values():
                records += several
        return [Record(r.topic, r.partition, r.offset, r.timestamp, r.value, r.headers) for r in records if r.topic not in self.paused]

    async def _tell_kafka(self, records: Sequence[Record]) -> None:
        self._fail("before kafka commit")
        consumer = self._subscriber.consumer
        if consumer is None:
            return
        reached = {TopicPartition(r.topic, r.partition): r.offset + 1 for r in records}
        mine = consumer.assignment()
        try:
            await asyncio.wait_for(consumer.commit({tp: offset for tp, offset in reached.items() if tp in mine}), COMMIT_S)
        except (KafkaError, TimeoutError) as error:
            log.warning("offsets not told to Kafka", extra={"reason": type(error).__name__})


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka ships no types
    def __init__(self, owner: Consumer) -> None:
        self._owner = owner
        self._seeking: asyncio.Task[None] | None = None
        self._ending = False

    def end(self) -> None:
        """The process ends: aiokafka would wait for the listener, and the listener for a database that may be away."""
        self._ending = True
        if self._seeking is not None:
            self._seeking.cancel()

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Nothing is held per partition: the batch in hand commits or is dropped by the offsets' lock."""

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        consumer = self._owner._subscriber.consumer  # noqa: SLF001 -- one class in two, because aiokafka wants a listener object
        assigned = list(assigned)
        if consumer is None or not assigned:
            return
        consumer.pause(*assigned)
        if self._ending:
            return
        self._seeking = asyncio.create_task(self._owner.seek(consumer, assigned))
        await asyncio.wait([self._seeking])
        if self._seeking.cancelled():
            return
        if error := self._seeking.exception():  # aiokafka would log it and go on from Kafka's position
            failed = self._owner._failed  # noqa: SLF001 -- as above
            if failed is not None and not failed.done():
                failed.set_exception(StopError(f"Posisi baca tidak dapat diambil dari basis data: {type(error).__name__}."))
            return
        consumer.resume(*(tp for tp in consumer.assignment().intersection(assigned) if tp.topic not in self._owner.paused))


def group(settings: Settings) -> str:
    """The group in which the region's consumers share the partitions."""
    return f"{settings.topic_prefix}simpul"


def _client(settings: Settings) -> dict[str, Any]:
    return {"metadata_max_age_ms": int(settings.new_topics_s * 1000), "request_timeout_ms": 10_000, "retry_backoff_ms": 100}


async def _as_it_is(message: Any) -> KafkaMessage:
    return KafkaMessage(body=b"", raw_message=message, headers={}, message_id="", correlation_id="", consumer=FAKE_CONSUMER)


async def _as_it_is_too(message: KafkaMessage) -> Any:
    return message.body
