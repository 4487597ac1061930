"""The path of an event, from a Kafka record to a committed view: read, check, project, commit. The one place that joins the stages.

    Consumer (hub/bus)  →  Reader (hub/projection)  →  Flood  →  Projector: one transaction  →  views, log, desk, marks

A database that is away is waited for, with the same batch in hand; everything else that fails ends the process (hub/bus/consumer.py says
why), and nothing was moved past.
"""

import gc
import logging
import time
from collections.abc import Iterable, Sequence
from typing import Any, Final

import asyncpg
import stamina

from hub import metrics
from hub.bus.records import Record
from hub.errors import TryLaterError
from hub.failpoints import FailPoints
from hub.keys.vault import Vault, read_master
from hub.projection.flood import Flood
from hub.projection.memory import Memory
from hub.projection.projector import Outcome, Projector
from hub.projection.reading import Admit, Reader
from hub.projection.telling import Teller
from hub.settings import Settings
from hub.store import engine, locks, offsets
from hub.store.numbers import Numbers
from hub.store.order import Days
from hub.store.sources import Sources
from hub.views.registry import VIEWS
from schemas.registry import EVENT_TYPES

AWAY: Final = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TransactionTimeoutError,
    asyncpg.LockNotAvailableError,
)
"""The database is away, restarting, has thrown us out, or another holds what we need: same batch again. What was done is dropped by its
offset."""
YOUNG_EVERY: Final = 10
ALL_EVERY: Final = 1_000
"""The collector is off in the consumer: nothing here makes cycles but exceptions and the Kafka client, so a sweep of the young generation
every few batches is enough, and a whole one now and again for what outlived it."""
_SOURCES_S: Final = 2.0
"""Age at which the registry of sources is read again; an unknown source is looked for at once."""

log = logging.getLogger(__name__)


class Pipeline:
    """Takes batches of records into the database."""

    def __init__(self, settings: Settings, *, cluster: str, admit: Admit) -> None:
        self._settings = settings
        self._cluster_id = cluster
        self._vault = Vault(read_master(settings.master_key_file))
        self._days = Days(settings.tz)
        self._types, self._topics, self._clusters = Numbers("event_type"), Numbers("topic"), Numbers("cluster")
        self._sources = Sources(settings.region)
        self._sources_at = 0.0
        self._memory = Memory(settings.subjects_in_memory)
        self._flood = Flood(settings)
        self._reader = Reader(
            prefix=settings.topic_prefix,
            days=self._days,
            vault=self._vault,
            sources=self._sources,
            types=self._types,
            topics=self._topics,
            admit=admit,
        )
        self._fail = FailPoints()
        self._connection: Any = None
        self._projector: Projector | None = None
        self._batches = 0
        self.paused: set[str] = set()

    async def open(self) -> None:
        """Connects and learns the numbers; also after the database was away.

        Raises:
            TryLaterError: a rebuild is at work.
        """
        await self.close()
        self.forget()
        connection = self._connection = await engine.connect(self._settings.dsn, plan_cache_mode="force_custom_plan", work_mem="64MB")
        if not await locks.join(connection):
            raise TryLaterError("Tampilan sedang dibangun ulang; konsumen menunggu sampai selesai.")
        await self._types.load(connection, set(EVENT_TYPES))
        await self._clusters.load(connection, {self._cluster_id})
        await self._learn_sources()
        now = await connection.fetchval("SELECT now()")
        await self._flood.load(connection, now)
        self._projector = Projector(
            connection,
            cluster=self._clusters[self._cluster_id],
            vault=self._vault,
            views=VIEWS,
            decode=Teller(self._types, self._days),
            memory=self._memory,
            days=self._days,
            fail=self._fail,
        )
        await self._projector.prepare()

    async def close(self) -> None:
        if self._connection is not None and not self._connection.is_closed():
            await self._connection.close(timeout=5)
        self._connection = self._projector = None

    def forget(self) -> None:
        """Forgets what it remembers of subjects.

        A version tells memory from truth only within one history of the database; after a failover or a restore the same number may
        stand for another.
        """
        self._memory.clear()

    async def next_offsets(self, positions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """Where the database stands, by (topic, partition)."""
        wanted = set(positions)
        connection = await engine.connect(self._settings.dsn)
        try:
            await self._topics.load(connection, {topic for topic, _ in wanted})
            known = await offsets.read(connection, self._clusters[self._cluster_id])
        finally:
            await connection.close(timeout=5)
        return {(topic, part): known[self._topics[topic], part] for topic, part in wanted if (self._topics[topic], part) in known}

    async def learn_pauses(self) -> set[str]:
        """The topics that are paused now, by the hub or by a person."""
        connection = await engine.connect(self._settings.dsn)
        try:
            self.paused = {topic for (topic,) in await connection.fetch("SELECT topic FROM topic_pause")}
        finally:
            await connection.close(timeout=5)
        return self.paused

    @property
    def subjects_in_memory(self) -> int:
        return len(self._memory)

    async def take(self, records: Sequence[Record]) -> set[str]:
        """Takes a batch; when it returns, it is committed. Waits for a database that is away.

        Returns:
            Topics of which it left something, because they are paused: they must be read again from where the database stands.

        Raises:
            Exception: the batch cannot be taken as the program is; nothing was moved past.
        """
        started = time.perf_counter()
        async for attempt in stamina.retry_context(on=AWAY, attempts=None, timeout=None, wait_initial=0.1, wait_max=5.0):
            metrics.BATCH_FAILURES.inc(int(attempt.num > 1))
            with attempt:
                if self._projector is None or self._connection.is_closed():
                    await self.open()
                outcome, left = await self._project(records)
        metrics.BATCH_SECONDS.observe(time.perf_counter() - started)
        _count(outcome, len(records))
        self._batches += 1
        if self._batches % YOUNG_EVERY == 0:
            gc.collect(2 if self._batches % ALL_EVERY == 0 else 0)
        return left

    async def _project(self, records: Sequence[Record]) -> tuple[Outcome, set[str]]:
        connection = self._connection
        await self._topics.load(connection, {record.topic for record in records})
        if time.monotonic() - self._sources_at > _SOURCES_S:
            await self._learn_sources()
        ahead = await self._ahead()
        left = self.paused.intersection(record.topic for record in records)
        batch, paused = self._flood.cut([self._reader.read(record, ahead) for record in records if record.topic not in left])
        assert self._projector is not None  # noqa: S101 -- `take` opened it
        outcome = await self._projector.project(batch, paused)
        self._flood.keep()
        self.paused |= paused.keys()
        return outcome, left | paused.keys()

    async def _learn_sources(self) -> None:
        await self._sources.load(self._connection)
        self.paused = {topic for (topic,) in await self._connection.fetch("SELECT topic FROM topic_pause")}
        self._sources_at = time.monotonic()

    async def _ahead(self) -> int:
        """How far the hub's clock is ahead of real time, in microseconds; 0 in production."""
        if not self._settings.demo:
            return 0
        return int(await self._connection.fetchval("SELECT extract(epoch FROM ahead) * 1000000 FROM clock"))


def _count(outcome: Outcome, records: int) -> None:
    metrics.BATCH_EVENTS.observe(records)
    for result, count in (
        ("accepted", outcome.accepted),
        ("repeat", outcome.repeats),
        ("conflict", outcome.conflicts),
        ("refused", outcome.refused),
        ("stale", outcome.done_before),
    ):
        metrics.CONSUMED.labels(result).inc(count)
    metrics.REPLAYS.inc(outcome.replays)
    for code, count in outcome.codes.items():
        metrics.REFUSED.labels(code).inc(count)
