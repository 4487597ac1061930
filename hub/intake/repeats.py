"""Whether an event is known already: in the log, or acknowledged by Kafka and on its way there.

Only an answer for the sender: exact is the consumer's look, in the transaction that writes. So where the database is away, or another
process of the intake took the event a moment ago, the answer is "accepted", and the consumer drops the repeat.
"""

import asyncio
import hmac
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final

import asyncpg.pgproto.pgproto as pg

from hub.errors import TryLaterError
from hub.intake.database import Database

RECENT: Final = 20_000
"""Events remembered between their acknowledgement and the log; the consumer is usually there within a second."""
_KNOWN: Final = "SELECT k, mac FROM event_key WHERE k = ANY($1::uuid[])"


class Verdict(Enum):
    """An event that is known, with the same content or with another."""

    SAME = "same"
    OTHER = "other"


class Repeats:
    """Keys of events with the MACs of what they say."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._recent: dict[bytes, bytes] = {}
        self._asked: set[bytes] = set()
        self._next: asyncio.Task[dict[bytes, bytes]] | None = None
        self._looking = asyncio.Lock()

    def remember(self, key: bytes, mac: bytes) -> None:
        """Notes an event that Kafka has."""
        self._recent[key] = mac
        if len(self._recent) > RECENT:
            del self._recent[next(iter(self._recent))]

    async def among(self, events: Mapping[bytes, bytes]) -> dict[bytes, Verdict]:
        """Which of the events (key → MAC) are known."""
        known = {key: self._recent[key] for key in events if key in self._recent}
        missing = [key for key in events if key not in known]
        if missing:
            known |= await self._in_log(missing)
        return {key: _verdict(mac, events[key]) for key, mac in known.items()}

    async def _in_log(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Those of the keys that are in the log. Requests that come while a look is under way share the next one."""
        wanted = set(keys)
        self._asked |= wanted
        if self._next is None:
            self._next = asyncio.create_task(self._look_next())
        found = await asyncio.shield(self._next)
        return {key: found[key] for key in wanted if key in found}

    async def _look_next(self) -> dict[bytes, bytes]:
        async with self._looking:
            asked, self._asked, self._next = self._asked, set(), None
            return await self._look(asked)

    async def _look(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        wanted = [pg.UUID(key) for key in keys]

        async def ask(connection: Any) -> dict[bytes, bytes]:
            return {key.bytes: mac.bytes for key, mac in await connection.fetch(_KNOWN, wanted)}

        try:
            return await self._database.ask(ask)
        except TryLaterError:
            return {}


def _verdict(known: bytes, said: bytes) -> Verdict:
    return Verdict.SAME if hmac.compare_digest(known, said) else Verdict.OTHER
