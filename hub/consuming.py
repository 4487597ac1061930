"""The consumer process: the pipeline fed by Kafka, with a watchdog that ends it when it stands still."""

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

import stamina

from hub import metrics
from hub.bus.consumer import Consumer, group
from hub.bus.lag import Ends, cluster_id
from hub.bus.records import Record
from hub.errors import StopError, TryLaterError
from hub.intake.admission import admit
from hub.pipeline import AWAY, Pipeline
from hub.settings import Settings
from schemas.registry import DOMAINS

STANDING_S: Final = 60.0
"""So long may our offset stand while Kafka's end moves; then the process ends, because some states of a Kafka client never heal."""
LOOK_S: Final = 10.0
WAIT_S: Final = 1.0

T = TypeVar("T")

log = logging.getLogger(__name__)


async def serve(settings: Settings) -> None:
    """Consumes until it is cancelled.

    Raises:
        StopError: a batch cannot be taken, or the process stands still.
    """
    pipeline = Pipeline(settings, cluster=await _cluster(settings), admit=admit)
    await _patiently(pipeline.open)
    with swept_by_hand():
        await _serve(settings, pipeline)


@contextmanager
def swept_by_hand() -> Iterator[None]:
    """Leaves the garbage to `Pipeline.take`, which sweeps between batches.

    The collector would walk the thousands of objects of a batch again and again: measured, 30 instead of 17 µs an event for reading alone.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


async def _serve(settings: Settings, pipeline: Pipeline) -> None:
    consuming = Consuming(settings, pipeline)
    tasks = [asyncio.create_task(consuming.consume()), asyncio.create_task(consuming.watch())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await pipeline.close()


class Consuming:
    """What the consumer and its watchdog know of each other."""

    def __init__(self, settings: Settings, pipeline: Pipeline) -> None:
        self._settings = settings
        self._pipeline = pipeline
        self._consumer = Consumer(settings, domains=DOMAINS, handle=self._take, next_offsets=self._next_offsets)
        self._moved_at = time.monotonic()

    async def consume(self) -> None:
        await self._consumer.run()

    async def _take(self, records: Sequence[Record]) -> None:
        left = await self._pipeline.take(records)
        self._moved_at = time.monotonic()
        # `left` too, though a person may have ended such a pause meanwhile: what was left is read again only when a pause ends.
        await self._consumer.pause(self._pipeline.paused | left)

    async def _next_offsets(self, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
        wanted = set(places)
        return await _patiently(lambda: self._pipeline.next_offsets(wanted))

    async def watch(self) -> None:
        """Takes up pauses that people made or ended, has topics shared out that nobody reads, and compares what Kafka has with what we did.

        Raises:
            StopError: our offset stands while Kafka's end moves.
        """
        async with Ends(self._settings.kafka, self._settings.topic_prefix, frozenset(DOMAINS)) as kafka:
            while True:
                await asyncio.sleep(LOOK_S)
                try:
                    await self._consumer.pause(await self._pipeline.learn_pauses())
                    behind = await self._behind(kafka)
                except (TryLaterError, *AWAY) as error:
                    log.warning("the watchdog cannot see", extra={"error": type(error).__name__})
                    behind = False
                if not behind:
                    self._moved_at = time.monotonic()
                elif time.monotonic() - self._moved_at > STANDING_S:
                    raise StopError("Konsumen tidak maju padahal Kafka punya peristiwa baru.")

    async def _behind(self, kafka: Ends) -> bool:
        """Whether a partition of ours that is not paused has more than we did."""
        mine = self._consumer.positions()
        metrics.PARTITIONS.set(len(mine))
        metrics.SUBJECTS.set(self._pipeline.subjects_in_memory)
        ends = await kafka.ends()
        held = await kafka.held(group(self._settings))
        if held is not None and (unread := ends.keys() - held):
            log.warning("topics that nobody reads; joining the group anew", extra={"partitions": len(unread)})
            self._consumer.rejoin()
        done = await self._pipeline.next_offsets(mine)
        return any(ends.get(place, 0) > done.get(place, 0) for place in mine if place[0] not in self._consumer.paused)


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Asks the database until it answers: ending the process would not bring it back sooner."""
    async for attempt in stamina.retry_context(on=AWAY, attempts=None, timeout=None, wait_initial=0.1, wait_max=WAIT_S):
        with attempt:
            return await ask()
    raise AssertionError("unreachable: there is always another attempt")


async def _cluster(settings: Settings) -> str:
    while True:
        try:
            return await cluster_id(settings.kafka)
        except TryLaterError as error:
            log.warning("waiting for Kafka", extra={"error": str(error)})
            await asyncio.sleep(WAIT_S)
