"""A direct producer that never gives up: what Kafka did not acknowledge it sends again, in order."""

import asyncio
from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from tests.faults.stream import Message, Stream

AGAIN_S: Final = 0.3


class Producer:
    """Sends messages and knows which were acknowledged.

    Attributes:
        acknowledged: values that Kafka took for certain.
        sent: how many acknowledgements there were.
    """

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._bootstrap = bootstrap
        self._prefix = prefix
        self._producer: AIOKafkaProducer | None = None
        self.acknowledged: set[bytes] = set()
        self.sent = 0

    async def send(self, messages: Sequence[Message]) -> None:
        """Returns when all are acknowledged, however long Kafka is away."""
        while True:
            try:
                producer = await self._connected()
                waiting = [await producer.send(self._prefix + m.topic, m.value, m.key) for m in messages]
                await asyncio.wait_for(asyncio.gather(*waiting), 15)
            except (KafkaError, OSError, TimeoutError):
                await self.close()
                await asyncio.sleep(AGAIN_S)
            else:
                self.acknowledged.update(m.value for m in messages)
                self.sent += len(messages)
                return

    async def close(self) -> None:
        if self._producer is not None:
            producer, self._producer = self._producer, None
            closing = asyncio.create_task(producer.stop())
            await asyncio.wait([closing], timeout=5)

    async def _connected(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap, acks="all", enable_idempotence=True, request_timeout_ms=3_000, retry_backoff_ms=100
            )
            try:
                await producer.start()
            except BaseException:
                await producer.stop()
                raise
            self._producer = producer
        return self._producer


class Load:
    """A task that sends a stream at a steady rate until it is stopped."""

    def __init__(self, producer: Producer, stream: Stream, rate: int) -> None:
        self._producer = producer
        self._stream = stream
        self._rate = rate
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    def begin(self) -> None:
        self._stopped = False
        self._task = asyncio.create_task(self._run())

    async def stop(self, limit_s: float) -> None:
        """Sends what was taken out of the stream to its end, then nothing more."""
        self._stopped = True
        if self._task is not None:
            await asyncio.wait_for(self._task, limit_s)

    async def cancel(self) -> None:
        """Ends it wherever it is."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        pace = 0.1
        loop = asyncio.get_running_loop()
        due = loop.time()
        while not self._stopped:
            await self._producer.send(self._stream.take(max(1, int(self._rate * pace))))
            due = max(due + pace, loop.time() - 1)
            await asyncio.sleep(max(0.0, due - loop.time()))
