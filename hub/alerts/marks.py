"""Marks: what the evaluator must look at. Batches leave them, midnights and new rules too; a transaction takes some and deletes them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from hub.views.things import Thing

_TAKE: Final = """
DELETE FROM dirty WHERE thing <> 0 AND history = $2 AND batch = ANY(ARRAY(
    SELECT DISTINCT batch FROM dirty WHERE thing <> 0 AND history = $2 ORDER BY batch LIMIT $1
)) RETURNING batch, thing, keys
"""
"""Whole batches: a batch's marks belong together."""
_SLICES: Final = """
DELETE FROM dirty WHERE ctid = ANY(ARRAY(SELECT ctid FROM dirty WHERE thing = 0 ORDER BY batch LIMIT 4)) RETURNING batch, keys, history
"""
_PUT: Final = "INSERT INTO dirty (batch, thing, keys, history) SELECT $1, 0, ARRAY[key], $3 FROM unnest($2::int8[]) key"
_EPOCH: Final = dt.date(2000, 1, 1)
_BITS: Final = 20
_SMALL: Final = 12
_LOWEST: Final = -(1 << 63)


class Slice(NamedTuple):
    """A part of "all subjects of a rule": those whose key lies in the place-th of `parts` equal parts of all keys.

    `since`: ask only those that the days since then may have made an alert, and the open ones; None: every one.
    """

    rule: int
    parts: int
    place: int
    since: dt.date | None

    def packed(self) -> int:
        days = 0 if self.since is None else (self.since - _EPOCH).days
        return ((self.rule << _SMALL | self.parts) << _SMALL | self.place) << _BITS | days

    @classmethod
    def unpacked(cls, key: int) -> "Slice":
        days, rest = key & ((1 << _BITS) - 1), key >> _BITS
        small = (1 << _SMALL) - 1
        since = _EPOCH + dt.timedelta(days=days) if days else None
        return cls(rest >> 2 * _SMALL, rest >> _SMALL & small, rest & small, since)

    @property
    def bounds(self) -> tuple[int, int]:
        """Lowest and highest key."""
        width = (1 << 64) // self.parts
        low = _LOWEST + self.place * width
        return low, (1 << 63) - 1 if self.place == self.parts - 1 else low + width - 1


class Marks(NamedTuple):
    """What one transaction took: thing → keys, slices, the batches that left them, and whether all of it is history."""

    keys: Mapping[Thing, set[int]]
    slices: tuple[Slice, ...]
    batches: tuple[int, ...]
    history: bool

    def __bool__(self) -> bool:
        return bool(self.keys or self.slices)


async def take(connection: Any, most: int) -> Marks:
    """Takes marks of live batches, and of history as far as there is room; and some slices, so that a flood does not hold up a midnight."""
    live = await _batches(connection, most, history=False)
    room = most - sum(len(some) for *_, some in live)
    old = await _batches(connection, room, history=True)
    slices = await connection.fetch(_SLICES)
    keys: dict[Thing, set[int]] = {}
    for _, thing, some in live + old:
        keys.setdefault(Thing(thing), set()).update(some)
    quiet = not live and all(history for *_, history in slices)
    batches = tuple(sorted({row[0] for row in live + old}))
    return Marks(keys, tuple(Slice.unpacked(key) for _, (key,), _ in slices), batches, quiet)


async def _batches(connection: Any, most: int, *, history: bool) -> list[Any]:
    """Rows of one batch, then of two more, four more …, while fewer than `most` keys were taken: counting first would read them all."""
    rows: list[Any] = []
    batches, keys = 1, 0
    while keys < most:
        more = await connection.fetch(_TAKE, batches, history)
        if not more:
            break
        rows += more
        keys += sum(len(some) for *_, some in more)
        batches = min(2 * batches, 1 + (most - keys) * len({row[0] for row in rows}) // max(keys, 1)) if keys < most else 0
    return rows


async def put(connection: Any, batch: int, slices: Iterable[Slice], *, history: bool = False) -> None:
    """Leaves marks for parts of rules."""
    await connection.execute(_PUT, batch, [one.packed() for one in slices], history)
