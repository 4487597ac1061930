"""Subjects: the lock that makes a fold safe, and the version that tells memory from truth."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from hub.store.copy import Copier
from hub.store.rows import Wire

_COPIER: Final = Copier(
    "subject",
    (
        Wire("skey", "int8", nullable=False),
        Wire("version", "int4", nullable=False),
        Wire("last", "bytea", nullable=False),
        Wire("amended", "bool", nullable=False),
        Wire("kind", "int2", nullable=False),
        Wire("subject", "text", nullable=False),
    ),
)
_LOCK: Final = "SELECT skey, version FROM subject WHERE skey = ANY($1::int8[]) ORDER BY skey FOR UPDATE"
_READ: Final = "SELECT skey, version, last, amended FROM subject WHERE skey = ANY($1::int8[])"
_UPDATE: Final = """
UPDATE subject t SET version = u.version, last = u.last, amended = u.amended
FROM unnest($1::int8[], $2::int4[], $3::bytea[], $4::bool[]) u(skey, version, last, amended) WHERE t.skey = u.skey"""


class Head(NamedTuple):
    """What the row of a subject says."""

    version: int
    last: bytes
    amended: bool


async def lock(connection: Any, keys: list[int]) -> dict[int, int]:
    """Locks the subjects that are known, in key order; their versions. `keys` must be sorted."""
    return dict(await connection.fetch(_LOCK, keys))


async def read(connection: Any, keys: Iterable[int]) -> dict[int, Head]:
    """The rows of subjects that are locked."""
    return {skey: Head(version, last, amended) for skey, version, last, amended in await connection.fetch(_READ, list(keys))}


async def add(connection: Any, rows: Iterable[tuple[int, int, bytes, bool, int, str]]) -> None:
    """Adds new subjects, sorted by key: (key, version, last, amended, kind, subject).

    Raises:
        asyncpg.UniqueViolationError: another process added one of them meanwhile; roll back and take the batch again.
    """
    await _COPIER.copy(connection, rows)


async def update(connection: Any, heads: dict[int, Head]) -> None:
    """Writes the new heads of subjects that are locked."""
    await connection.execute(
        _UPDATE, list(heads), [h.version for h in heads.values()], [h.last for h in heads.values()], [h.amended for h in heads.values()]
    )
