"""Verification: the whole log, or a sample, replayed and compared. Changes nothing, and may run beside everything else."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from hub.rebuild import counts
from hub.rebuild.compare import Difference, compare
from hub.rebuild.counts import Count
from hub.rebuild.replay import Replay
from hub.rebuild.rows import tables
from hub.rebuild.slices import Slice, reading, sample, slices
from hub.settings import Settings
from hub.store import engine
from hub.store.order import Days
from hub.views.registry import VIEWS

Tell = Callable[[Difference], None]
Progress = Callable[[int, int], None]
"""(subjects done, subjects in all)."""


class Verified(NamedTuple):
    """What a verification saw.

    Attributes:
        subjects, events: how many were replayed.
        rows: how many rows differ; each was told.
        counts: what the heart's tables do not agree about, with how many.
    """

    subjects: int
    events: int
    rows: int
    counts: list[tuple[Count, int]]

    @property
    def good(self) -> bool:
        return not self.rows and not self.counts


async def verify(settings: Settings, kinds: Collection[int] | None, size: int | None, tell: Tell, progress: Progress) -> Verified:
    """Compares the tables with a replay, as they are at one moment.

    Args:
        settings: of the region.
        kinds: numbers of the kinds of subject; None: all.
        size: so many subjects at random; None: all of them, and rows that belong to nobody.
        tell: called with every row that differs.
        progress: called after every slice.
    """
    connection = await engine.connect(settings.dsn)
    try:
        replay = await Replay.prepared(connection, VIEWS, Days(settings.tz))
    finally:
        await connection.close(timeout=5)
    async with reading(settings.dsn) as snapshot:
        return await examine(snapshot, replay, kinds, size, tell, progress)


async def examine(
    connection: Any, replay: Replay, kinds: Collection[int] | None, size: int | None, tell: Tell, progress: Progress
) -> Verified:
    """As `verify`, inside the transaction of a connection."""
    stored = tables(view for kind, view in VIEWS.items() if kinds is None or kind in kinds)
    total = await count_subjects(connection, kinds)
    parts, total = (slices(connection, kinds), total) if size is None else (sample(connection, kinds, size), min(size, total))
    done = events = rows = 0
    async for part in parts:
        compared = await compare(connection, part, replay(part), stored)
        for difference in compared.differences:
            tell(difference)
        done, rows, events = done + len(part.heads), rows + len(compared.differences), events + events_in(part)
        progress(done, total)
    return Verified(done, events, rows, await counts.wrong(connection))


async def count_subjects(connection: Any, kinds: Collection[int] | None) -> int:
    """How many subjects of the kinds (None: all) there are."""
    wanted = None if kinds is None else sorted(kinds)
    number: int = await connection.fetchval("SELECT count(*) FROM subject WHERE $1::int2[] IS NULL OR kind = ANY($1)", wanted)
    return number


def events_in(part: Slice) -> int:
    return sum(map(len, part.events.values()))
