"""Exact de-duplication: the key of every event ever accepted, with the MAC of what it said."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import asyncpg.pgproto.pgproto as pg

from hub.store.copy import Copier
from hub.store.incoming import Incoming
from hub.store.rows import Wire

_COPIER: Final = Copier(
    "event_key", (Wire("k", "uuid", nullable=False), Wire("mac", "uuid", nullable=False), Wire("pos", "int8", nullable=False))
)
_KNOWN: Final = "SELECT k, mac FROM event_key WHERE k = ANY($1::uuid[])"


def as_uuid(key: bytes) -> Any:
    """A 16-byte key as asyncpg sends it, without the cost of `uuid.UUID`."""
    return pg.UUID(key)


async def known(connection: Any, keys: Iterable[bytes]) -> dict[bytes, bytes]:
    """Those of the keys that are in the log already, each with the MAC of what was said under it."""
    rows = await connection.fetch(_KNOWN, [as_uuid(key) for key in sorted(keys)])
    return {key.bytes: mac.bytes for key, mac in rows}


async def add(connection: Any, events: Mapping[bytes, Incoming]) -> None:
    """Adds new keys in their order, so that two processes never wait for each other in a circle.

    Raises:
        asyncpg.UniqueViolationError: another process added one of them meanwhile; roll back and take the batch again.
    """
    await _COPIER.copy(connection, ((key, events[key].mac, events[key].pos) for key in sorted(events)))
