"""The intake's way to PostgreSQL, which may be away: then events are taken all the same, and this says so quickly."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import asyncpg

from hub.errors import TryLaterError
from hub.store.engine import GUARDS, INSTANTS

AWAY: Final = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
REST_S: Final = 1.0
"""After a failure nobody asks again for so long, or every request would wait for its own time-out."""
ASK_S: Final = 2.0
"""Longest wait of a request for the database."""

T = TypeVar("T")


async def _prepare(connection: Any) -> None:
    await connection.set_type_codec("timestamptz", **INSTANTS)


async def _leave(_connection: Any) -> None:
    """Nothing to undo before the next one takes the connection: no statement here changes the session. It saves a round trip."""


class Database:
    """A few connections, made when they are needed; instants are integers, as everywhere on the write path."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._pool: Any = None
        self._away_until = 0.0

    async def start(self) -> None:
        """Makes the pool; it connects when it is asked."""
        settings = {"application_name": "simpul intake", "jit": "off", **GUARDS}
        self._pool = await asyncpg.create_pool(
            self._dsn,
            min_size=0,
            max_size=4,
            timeout=ASK_S,
            command_timeout=ASK_S,
            init=_prepare,
            reset=_leave,
            server_settings=settings,
        )

    async def ask(self, work: Callable[[Any], Awaitable[T]]) -> T:
        """What `work` finds on a connection; every statement is a transaction of its own.

        Raises:
            TryLaterError: the database is away, or was just now.
        """
        if time.monotonic() < self._away_until:
            raise TryLaterError("Basis data sedang tidak menjawab.")
        try:
            async with self._pool.acquire(timeout=ASK_S) as connection:
                return await work(connection)
        except AWAY as error:
            self._away_until = time.monotonic() + REST_S
            raise TryLaterError("Basis data tidak menjawab.") from error

    async def close(self) -> None:
        self._pool.terminate()
