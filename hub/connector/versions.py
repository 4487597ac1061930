"""What was said last of every key: so that an unchanged record is not said again, and a changed one gets the next version.

A version is written down *before* it is published. Killed in between, the next run finds it unsent: with the same content it is published
again under the same id, which is a repeat; with another content the number is skipped, for nobody can say whether Kafka has it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

_KNOWN: Final = "SELECT k, version, mac, sent FROM connector_key WHERE k = ANY($1::uuid[])"
_WRITE: Final = """
INSERT INTO connector_key (k, source, version, mac, sent) SELECT k, $1, version, mac, false
FROM unnest($2::uuid[], $3::int[], $4::uuid[]) AS new(k, version, mac)
ON CONFLICT (k) DO UPDATE SET version = EXCLUDED.version, mac = EXCLUDED.mac, sent = false"""
_SENT: Final = "UPDATE connector_key SET sent = true WHERE k = ANY($1::uuid[])"


class Said(NamedTuple):
    """The newest content of a key."""

    version: int
    mac: bytes
    sent: bool

    def next(self, mac: bytes) -> "Said":
        """What is said now: a new content has the next number; the same one, of which it is not known whether it arrived, its own."""
        return Said(self.version if mac == self.mac else self.version + 1, mac, sent=False)


NOTHING: Final = Said(0, b"", sent=True)


async def known(connection: Any, keys: Iterable[bytes]) -> dict[bytes, Said]:
    """What was said of these keys."""
    rows = await connection.fetch(_KNOWN, [UUID(bytes=key) for key in set(keys)])
    return {k.bytes: Said(version, mac.bytes, sent) for k, version, mac, sent in rows}


async def write(connection: Any, source: int, said: Mapping[bytes, Said]) -> None:
    """Writes down what is about to be published."""
    keys, versions = [UUID(bytes=key) for key in said], [one.version for one in said.values()]
    await connection.execute(_WRITE, source, keys, versions, [UUID(bytes=one.mac) for one in said.values()])


async def mark_sent(connection: Any, keys: Iterable[bytes]) -> None:
    """Notes that Kafka has them."""
    await connection.execute(_SENT, [UUID(bytes=key) for key in keys])
