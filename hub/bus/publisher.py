"""PUBLISH: events to Kafka, acknowledged by every copy, or said not to be.

aiokafka's idempotent producer has states that never heal: after a batch that ran out of time the numbers of the next ones are out of order
for ever (aiokafka#1017). So a producer that failed once is retired, and a fresh one takes its place; until that one stands, Kafka counts as
away and a caller is told so at once instead of waiting. What the retired one still delivers is a repeat, which is harmless.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from enum import Enum
from typing import Any, Final, NamedTuple

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from hub.settings import Settings

LINGER_MS: Final = 2
"""Events of requests that come together travel together; a single post waits no longer for company."""
LOOK_S: Final = 1.0
"""Time between two looks at the connection, so that a Kafka that went away is known before the next event comes."""
RETRY_S: Final = 0.5
_START_S: Final = 10.0
_TOPIC_S: Final = 3.0
_GRACE_S: Final = 1.0

log = logging.getLogger(__name__)


class Message(NamedTuple):
    """An event on its way to Kafka."""

    topic: str
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


class Sent(Enum):
    """What became of a message.

    ACKED: Kafka has it. AWAY: it never left. UNKNOWN: no answer came in time; it may arrive, and sending it again is harmless.
    """

    ACKED = "acked"
    AWAY = "away"
    UNKNOWN = "unknown"


class Publisher:
    """One producer of this process, replaced when it fails. Its methods belong to the event loop that started it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()
        self._retiring: set[asyncio.Task[None]] = set()

    @property
    def ready(self) -> bool:
        """Whether Kafka can be reached, as far as we know."""
        return self._producer is not None

    async def start(self) -> None:
        """Begins to connect; a Kafka that is away is tried again until `stop`, so this waits for the first try alone."""
        await self._connect()
        self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Sends what waits, for as long as an acknowledgement may take, and closes."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        self._retire()
        await asyncio.gather(*self._retiring)

    async def publish(self, messages: Sequence[Message]) -> list[Sent]:
        """Publishes messages and waits for their acknowledgements; the answers are in the order of the messages. Never raises for Kafka."""
        producer = self._producer
        if producer is None:
            return [Sent.AWAY] * len(messages)
        waiting: dict[int, asyncio.Future[Any]] = {}
        try:
            async with asyncio.timeout(self._settings.ack_s):
                usable = {topic for topic in {message.topic for message in messages} if await _knows(producer, topic)}
                for place, message in enumerate(messages):
                    if message.topic in usable:
                        future = await producer.send(message.topic, message.value, message.key, headers=message.headers)
                        future.add_done_callback(_heard)
                        waiting[place] = future
                if waiting:
                    await asyncio.wait(waiting.values())
        except (KafkaError, TimeoutError) as error:
            self._failed(producer, error)
        sent = [_outcome(waiting.get(place)) for place in range(len(messages))]
        if Sent.UNKNOWN in sent:
            self._failed(producer, next((_heard(future) for future in waiting.values() if future.done()), None))
        return sent

    def _failed(self, producer: AIOKafkaProducer, error: BaseException | None) -> None:
        if producer is self._producer:
            log.warning("kafka does not acknowledge", extra={"error": type(error).__name__})
            self._retire()
            self._lost.set()

    def _retire(self) -> None:
        """Lets the producer try to deliver what it holds, within a bound, and forgets it."""
        producer, self._producer = self._producer, None
        if producer is not None:
            task = asyncio.create_task(self._close(producer))
            self._retiring.add(task)
            task.add_done_callback(self._retiring.discard)

    async def _close(self, producer: AIOKafkaProducer) -> None:
        """Waits a while for what it holds to be delivered, then ends it whatever it holds.

        An idempotent batch never runs out of time, so `AIOKafkaProducer.stop` alone would wait as long as Kafka is away; and where it is
        cancelled it leaves a task behind that goes on for ever.
        """
        flushing = asyncio.ensure_future(producer.flush())
        await asyncio.wait({flushing}, timeout=self._settings.ack_s + _GRACE_S)
        if flushing.done():
            await producer.stop()
            return
        flushing.cancel()
        log.warning("a producer was ended with events that may not have arrived")
        producer._closed = True  # noqa: SLF001 -- aiokafka has no public way to give up
        await producer._sender.close()  # noqa: SLF001 -- as above; returns when the request on its way ran out of time
        await producer.client.close()

    async def _keep(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._lost.wait(), LOOK_S if self.ready else RETRY_S)
            self._lost.clear()
            if self._producer is None:
                await self._connect()
            elif not await _connected(self._producer):
                self._failed(self._producer, None)

    async def _connect(self) -> None:
        milliseconds = int(self._settings.ack_s * 1000)
        producer = AIOKafkaProducer(
            bootstrap_servers=self._settings.kafka.split(","),
            acks="all",
            enable_idempotence=True,
            compression_type="lz4",
            linger_ms=LINGER_MS,
            max_batch_size=256 * 1024,
            request_timeout_ms=milliseconds,
            retry_backoff_ms=100,
            metadata_max_age_ms=60_000,
        )
        try:
            async with asyncio.timeout(_START_S):
                await producer.start()
        except (KafkaError, TimeoutError, OSError) as error:
            log.warning("kafka is away", extra={"error": type(error).__name__})
            await producer.stop()
            return
        self._producer = producer


async def _connected(producer: AIOKafkaProducer) -> bool:
    """Whether a broker's connection is open, or can be opened."""
    node = producer.client.get_random_node()
    try:
        async with asyncio.timeout(LOOK_S):
            return node is not None and bool(await producer.client.ready(node))
    except (KafkaError, TimeoutError, OSError):
        return False


async def _knows(producer: AIOKafkaProducer, topic: str) -> bool:
    """Whether the topic is there; one that is missing costs its own sender a wait, and nobody else."""
    try:
        async with asyncio.timeout(_TOPIC_S):
            return bool(await producer.partitions_for(topic))
    except (KafkaError, TimeoutError) as error:
        log.warning("topic is not to be had", extra={"topic": topic, "error": type(error).__name__})
        return False


def _outcome(future: "asyncio.Future[Any] | None") -> Sent:
    if future is None:
        return Sent.AWAY
    return Sent.ACKED if future.done() and _heard(future) is None else Sent.UNKNOWN


def _heard(future: "asyncio.Future[Any]") -> BaseException | None:
    """The failure of a future; asking is what keeps asyncio from reporting it as never retrieved."""
    return None if future.cancelled() else future.exception()
