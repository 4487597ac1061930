"""The log in the order of subjects, a slice at a time: flat memory however long it is, and one snapshot from end to end."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

from hub.store import engine, log
from hub.store.log import Logged

EVENTS: Final = 5_000
"""Events in a slice, and one subject more: some 10 MB, and a transaction of well under a second."""
LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1
PATIENT: Final = {
    "idle_in_transaction_session_timeout": "0",
    "transaction_timeout": "0",
    "cursor_tuple_fraction": "1.0",
    "work_mem": "64MB",
}
"""A long reading is no frozen process; and it will be read to its end, so a sort beats looking up every event."""
_EVENTS: Final = """
SELECT e.skey, e.okey, e.type, e.source, e.payload, e.blob, e.hashes, e.of_key FROM event e
WHERE $1::int2[] IS NULL OR EXISTS (SELECT FROM subject s WHERE s.skey = e.skey AND s.kind = ANY($1))
ORDER BY e.skey"""
_HEADS: Final = """
SELECT skey, subject, kind, last, amended FROM subject
WHERE skey BETWEEN $1 AND $2 AND ($3::int2[] IS NULL OR kind = ANY($3))"""
_SAMPLE: Final = "SELECT skey FROM subject WHERE $2::int2[] IS NULL OR kind = ANY($2) ORDER BY random() LIMIT $1"


class Head(NamedTuple):
    """What the row of a subject says of it."""

    subject: str
    kind: int
    last: bytes
    amended: bool


class Slice(NamedTuple):
    """Everything about the subjects whose keys lie in low … high, both included.

    Attributes:
        heads: rows of subjects.
        events: events of the log; amendments among them, in no order.
    """

    low: int
    high: int
    heads: Mapping[int, Head]
    events: Mapping[int, list[Logged]]


@asynccontextmanager
async def reading(dsn: str, **server_settings: str) -> AsyncIterator[Any]:
    """A connection that sees the database as it is at its first query, for as long as it takes."""
    connection = await engine.connect(dsn, **{**server_settings, **PATIENT})
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            yield connection
    finally:
        await connection.close(timeout=5)


async def slices(connection: Any, kinds: Collection[int] | None, *, events: int = EVENTS) -> AsyncIterator[Slice]:
    """Every subject of the kinds (None: all), in slices that leave no gap: rows that belong to no subject lie in one of them too."""
    wanted = None if kinds is None else sorted(kinds)
    low, held, count = LOWEST, dict[int, list[Logged]](), 0
    async for logged in _events(connection, wanted, events):
        if logged.skey not in held and count >= events:
            high = logged.skey - 1
            yield Slice(low, high, await _heads(connection, low, high, wanted), held)
            low, held, count = logged.skey, {}, 0
        held.setdefault(logged.skey, []).append(logged)
        count += 1
    yield Slice(low, HIGHEST, await _heads(connection, low, HIGHEST, wanted), held)


async def sample(connection: Any, kinds: Collection[int] | None, size: int) -> AsyncIterator[Slice]:
    """Subjects taken at random, a slice each."""
    wanted = None if kinds is None else sorted(kinds)
    for (skey,) in await connection.fetch(_SAMPLE, size, wanted):
        yield Slice(skey, skey, await _heads(connection, skey, skey, wanted), await log.facts_of(connection, [skey]))


async def _events(connection: Any, kinds: list[int] | None, most: int) -> AsyncIterator[Logged]:
    cursor = await connection.cursor(_EVENTS, kinds)
    while rows := await cursor.fetch(most):
        for skey, okey, type_no, source_no, payload, blob, hashes, of_key in rows:
            of = None if of_key is None else of_key.bytes
            yield Logged(skey, okey, type_no, source_no, payload, blob, tuple(hashes or ()), of)


async def _heads(connection: Any, low: int, high: int, kinds: list[int] | None) -> dict[int, Head]:
    return {skey: Head(*rest) for skey, *rest in await connection.fetch(_HEADS, low, high, kinds)}
