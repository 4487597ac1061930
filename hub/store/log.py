"""The log of accepted events: appended in batches, read by subject for a replay."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from hub.store.copy import Copier
from hub.store.incoming import Incoming
from hub.store.rows import Wire

_COPIER: Final = Copier(
    "event",
    (
        Wire("pos", "int8", nullable=False),
        Wire("batch", "int8", nullable=False),
        Wire("cluster", "int2", nullable=False),
        Wire("topic", "int2", nullable=False),
        Wire("part", "int4", nullable=False),
        Wire("off", "int8", nullable=False),
        Wire("type", "int2", nullable=False),
        Wire("source", "int2", nullable=False),
        Wire("skey", "int8", nullable=False),
        Wire("time", "timestamptz", nullable=False),
        Wire("received", "timestamptz", nullable=False),
        Wire("history", "bool", nullable=False),
        Wire("id", "text", nullable=False),
        Wire("okey", "bytea", nullable=False),
        Wire("payload", "utf8", nullable=False),
        Wire("blob", "bytea", nullable=True),
        Wire("about", "int8", nullable=True),
        Wire("hashes", "int8[]", nullable=True),
        Wire("of_key", "uuid", nullable=True),
        Wire("origin", "text", nullable=True),
        Wire("trace", "text", nullable=True),
    ),
)
_FACTS: Final = "SELECT skey, okey, type, source, payload, blob, hashes, of_key FROM event WHERE skey = ANY($1::int8[])"


class Logged(msgspec.Struct, gc=False):
    """An event of the log as a replay needs it; the key is the end of the order key."""

    skey: int
    okey: bytes
    type_no: int
    source_no: int
    payload: str
    blob: bytes | None
    hashes: tuple[int | None, ...]
    of_key: bytes | None

    @property
    def key(self) -> bytes:
        return self.okey[-16:]


async def append(connection: Any, batch: int, cluster: int, events: Iterable[Incoming]) -> None:
    """Appends a batch; its positions are set already."""
    await _COPIER.copy(
        connection,
        (
            (
                *(e.pos, batch, cluster, e.topic_no, e.part, e.off, e.type_no, e.source_no, e.skey, e.time, e.received, e.history),
                *(e.id, e.okey, e.plain, e.blob, e.about, e.hashes or None, e.of_key, e.origin, e.trace),
            )
            for e in events
        ),
    )


async def facts_of(connection: Any, keys: Sequence[int]) -> dict[int, list[Logged]]:
    """Every event of the subjects, in order; amendments among them."""
    found: dict[int, list[Logged]] = {key: [] for key in keys}
    for skey, okey, type_no, source_no, payload, blob, hashes, of_key in await connection.fetch(_FACTS, keys):
        of = of_key.bytes if of_key is not None else None
        found[skey].append(Logged(skey, okey, type_no, source_no, payload, blob, tuple(hashes or ()), of))
    for events in found.values():
        events.sort(key=lambda e: e.okey)
    return found
