"""What the intake knows by heart: sources, keys and the hub's clock. Read again every two seconds, kept while PostgreSQL is away."""

import time
from typing import Any, Final

from hub.errors import TryLaterError
from hub.intake import api_keys
from hub.intake.database import Database
from hub.store.order import EPOCH_UNIX_US
from hub.store.sources import Source, Sources

AGE_S: Final = 2.0
"""A key that was revoked works for so long, at most."""
YOUNG_S: Final = 0.25
"""Before a no is said for something that may have been made just now, the registry is read again, but not oftener than this."""
_KEYS: Final = "SELECT prefix, hash, source FROM credential WHERE revoked_at IS NULL"
_AHEAD: Final = "SELECT (extract(epoch FROM ahead) * 1000000)::int8 FROM clock"


class Registry:
    """Sources and keys in memory."""

    def __init__(self, region: str, database: Database) -> None:
        self._database = database
        self._keys: dict[str, tuple[bytes, int]] = {}
        self._ahead = 0
        self._read_at = float("-inf")
        self.sources = Sources(region)

    @property
    def loaded(self) -> bool:
        """Whether it was ever read: a process that starts while PostgreSQL is away knows nobody."""
        return self._read_at > float("-inf")

    def now(self) -> int:
        """The hub's time in microseconds since 2000."""
        return time.time_ns() // 1000 - EPOCH_UNIX_US + self._ahead

    def find(self, key: str) -> Source | None:
        """The source that a key stands for."""
        stored = self._keys.get(api_keys.prefix_of(key))
        if stored is None or not api_keys.matches(key, stored[0]):
            return None
        return self.sources.by_no.get(stored[1])

    async def renew(self, age_s: float = YOUNG_S) -> bool:
        """Reads all of it again if it is older than `age_s`; says whether there was something to look at anew."""
        if time.monotonic() - self._read_at < age_s:
            return False
        try:
            await self._database.ask(self._read)
        except TryLaterError:
            return False
        return True

    async def _read(self, connection: Any) -> None:
        await self.sources.load(connection)
        self._keys = {prefix: (hashed, source) for prefix, hashed, source in await connection.fetch(_KEYS)}
        self._ahead = await connection.fetchval(_AHEAD)
        self._read_at = time.monotonic()
