"""Metrics that live in the database and in Kafka, read when Prometheus asks. One process of the region does it: the one with the pages.

Each figure of hub/metrics.py stands here with its question, one line each. What cannot be read is absent, and `simpul_figures_up` says
so: an old value would look like a fresh one.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from hub import logs, metrics
from hub.alerts.tables import alert, outbox, rule_retry
from hub.bus.lag import cluster_id
from hub.bus.topics import RETENTION_MS
from hub.bus.unread import Backlog, Place, Unread
from hub.errors import TryLaterError
from hub.metrics import Declared, Rows
from hub.settings import Settings
from hub.store.tables import clock, cluster, dead_letter, dirty, job, kafka_offset, source, source_seen, topic, topic_pause
from hub.views.reference import SourceState
from schemas.registry import DOMAINS

LOG: Final = logs.get(__name__)
DEADLINE_S: Final = 8.0
"""Prometheus gives a scrape ten seconds."""
AWAY: Final = (OSError, DBAPIError, TimeoutError, TryLaterError)
"""What an origin that does not answer looks like."""

_REAL_NOW: Final = func.clock_timestamp()
_HUB_NOW: Final = func.clock_timestamp() + select(clock.c.ahead).scalar_subquery()


def _seconds(before: Any, now: Any = _REAL_NOW) -> ColumnElement[float]:
    """Seconds between two instants, never negative: clocks of two machines may differ by a little."""
    return func.greatest(func.extract("epoch", now - before), 0)


def _oldest(moments: Any) -> ColumnElement[float]:
    return func.coalesce(_seconds(func.min(moments)), 0)


_WAITING: Final = outbox.c.state == "waiting"
_UNSETTLED: Final = dead_letter.c.state.in_(("open", "resent"))
_OPEN_ALERT: Final = alert.c.state == "open"
_LIVE: Final = source.c.closed_at.is_(None)
_AGENCY: Final = func.coalesce(alert.c.agency, "")
_SOURCE: Final = (source.c.slug, source.c.agency)
_SAID_BY: Final = func.split_part(func.split_part(SourceState.c.subject, "/", 2), ":", 1)

QUESTIONS: Final[Mapping[Declared, Select[Any]]] = {
    metrics.PAUSED: select(topic_pause.c.topic, _seconds(topic_pause.c.since)),
    metrics.DIRTY_ROWS: select(func.count()).select_from(dirty),
    metrics.DIRTY_AGE: select(_oldest(dirty.c.made_at)),
    metrics.RETRIES: select(rule_retry.c.rule, func.count()).group_by(rule_retry.c.rule),
    metrics.DESK_OPEN: select(dead_letter.c.code, func.count()).where(_UNSETTLED).group_by(dead_letter.c.code),
    metrics.ALERTS_OPEN: select(alert.c.rule, _AGENCY, func.count())
    .where(_OPEN_ALERT, ~alert.c.restricted)
    .group_by(alert.c.rule, _AGENCY),
    metrics.ALERTS_RESTRICTED: select(func.count()).select_from(alert).where(_OPEN_ALERT, alert.c.restricted),
    metrics.OUTBOX: select(func.count()).select_from(outbox).where(_WAITING),
    metrics.OUTBOX_AGE: select(_oldest(outbox.c.made_at)).where(_WAITING),
    metrics.SOURCE_EVENT: select(*_SOURCE, _seconds(source_seen.c.at)).join(source_seen).where(_LIVE),
    metrics.SOURCE_CHECKED: select(*_SOURCE, _seconds(func.max(SourceState.c.checked_at), _HUB_NOW))
    .join(SourceState.table, source.c.slug == _SAID_BY)
    .where(_LIVE, SourceState.c.checked_at.is_not(None))
    .group_by(*_SOURCE),
    metrics.SOURCE_RHYTHM: select(*_SOURCE, source.c.rhythm_minutes * 60).where(_LIVE, source.c.rhythm_minutes.is_not(None)),
    metrics.JOBS: select(job.c.state, func.count()).group_by(job.c.state),
}


class Reader:
    """Reads the figures, at most once in `keep_s`."""

    def __init__(self, settings: Settings, engine: AsyncEngine, *, keep_s: float = 5.0) -> None:
        self._engine = engine
        self._kafka = settings.kafka
        self._backlog = Backlog(settings.kafka, settings.topic_prefix, frozenset(DOMAINS))
        self._keep_s = keep_s
        self._cluster: str | None = None
        self._read_at = float("-inf")
        self._one = asyncio.Lock()

    async def close(self) -> None:
        """Lets go of Kafka; the engine is its owner's."""
        await self._backlog.close()

    async def read(self) -> None:
        """Brings `metrics.FIGURES` up to date; never raises for an origin that does not answer."""
        async with self._one:
            if time.monotonic() - self._read_at < self._keep_s:
                return
            postgresql, kafka = await asyncio.gather(self._within(self._postgresql()), self._within(self._unread()))
            up = [(("postgresql",), float(postgresql is not None)), (("kafka",), float(kafka is not None))]
            metrics.FIGURES.rows = {metrics.FIGURES_UP: up, **(postgresql or {}), **(kafka or {})}
            self._read_at = time.monotonic()

    async def _within(self, reading: Any) -> Mapping[Declared, Rows] | None:
        try:
            async with asyncio.timeout(DEADLINE_S):
                read: Mapping[Declared, Rows] = await reading
        except AWAY as error:
            LOG.warning("figures could not be read", exc_info=error)
            return None
        return read

    async def _postgresql(self) -> Mapping[Declared, Rows]:
        async with self._engine.connect() as connection:
            return {figure: await _ask(connection, question) for figure, question in QUESTIONS.items()}

    async def _unread(self) -> Mapping[Declared, Rows]:
        self._cluster = self._cluster or await cluster_id(self._kafka)
        async with self._engine.connect() as connection:
            reached = await _reached(connection, self._cluster)
        return self._as_rows(await self._backlog.unread(reached))

    @staticmethod
    def _as_rows(topics: Sequence[Unread]) -> Mapping[Declared, Rows]:
        ages = [((one.topic,), max(time.time() - one.oldest, 0.0)) for one in topics]
        return {
            metrics.UNREAD: [((one.topic,), one.events) for one in topics],
            metrics.UNREAD_AGE: ages,
            metrics.UNREAD_RETENTION: [(name, age * 1000 / RETENTION_MS) for name, age in ages],
        }


async def _ask(connection: AsyncConnection, question: Select[Any]) -> Rows:
    return [(row[:-1], float(row[-1])) for row in await connection.execute(question)]


async def _reached(connection: AsyncConnection, cluster_name: str) -> dict[Place, int]:
    place = select(topic.c.name, kafka_offset.c.part, kafka_offset.c.next)
    here = place.join(topic, topic.c.no == kafka_offset.c.topic).join(cluster, cluster.c.no == kafka_offset.c.cluster)
    rows = (await connection.execute(here.where(cluster.c.id == cluster_name))).mappings()
    return {(row["name"], row["part"]): row["next"] for row in rows}
