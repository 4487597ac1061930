"""A flood of unreadable events pauses its topic: a hundred in a row in a partition, or ten thousand in a day (design.md 8.5).

The batch is cut where the flood is noticed: what is behind it stays in Kafka until a person ends the pause.
"""

import datetime as dt
from collections import Counter
from typing import Any, Final, NamedTuple

from hub.projection.projector import Batch
from hub.settings import Settings
from hub.store.incoming import Incoming, Position, Refused
from hub.store.order import instant, moment

_TODAY: Final = "SELECT topic, count(*) FROM dead_letter WHERE topic IS NOT NULL AND received >= $1 GROUP BY topic"


class _Counts(NamedTuple):
    """Refusals in a row by partition, and of the day by topic."""

    in_a_row: Counter[Position]
    day: dt.date | None
    today: Counter[str]


class Flood:
    """Counts refusals per partition and per topic and day; those of a batch once it is committed, because it may be tried again."""

    def __init__(self, settings: Settings) -> None:
        self._most_in_a_row = settings.flood_in_a_row
        self._most_a_day = settings.flood_a_day
        self._kept = self._counts = _Counts(Counter(), None, Counter())

    async def load(self, connection: Any, now: int) -> None:
        """Takes today's count from the desk, so that a restart forgets nothing."""
        day = moment(now).date()
        midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
        rows = await connection.fetch(_TODAY, instant(midnight))
        self._kept = self._kept._replace(day=day, today=Counter(dict(rows)))

    def cut(self, read: list[Incoming | Refused]) -> tuple[Batch, dict[str, str]]:
        """The batch up to where a flood is noticed, and the topics to pause with the reason.

        Args:
            read: what was read, in order within each partition.
        """
        self._counts = _Counts(self._kept.in_a_row.copy(), self._kept.day, self._kept.today.copy())
        paused: dict[str, str] = {}
        batch = Batch([], [], {})
        in_a_row = self._counts.in_a_row
        for one in read:
            if one.topic in paused:
                continue
            batch.reached[one.position] = one.off + 1
            if isinstance(one, Incoming):
                in_a_row[one.position] = 0
                batch.events.append(one)
                continue
            batch.refused.append(one)
            if reason := self._count(one):
                paused[one.topic] = reason
        return batch, paused

    def keep(self) -> None:
        """The batch that was cut last is committed."""
        self._kept = self._counts

    def _count(self, refused: Refused) -> str | None:
        day = moment(refused.received).date()
        if day != self._counts.day:
            self._counts = self._counts._replace(day=day, today=Counter())
        in_a_row, _, today = self._counts
        in_a_row[refused.position] += 1
        today[refused.topic] += 1
        if in_a_row[refused.position] >= self._most_in_a_row:
            in_a_row[refused.position] = 0
            return f"{self._most_in_a_row} kiriman bermasalah berturut-turut ({refused.code})"
        if today[refused.topic] >= self._most_a_day:
            return f"{self._most_a_day} kiriman bermasalah dalam sehari"
        return None
