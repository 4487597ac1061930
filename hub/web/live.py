"""Live updates: browsers hear that alerts changed, and resume where they stopped by `commit_no.n`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from hub import logs, metrics
from hub.alerts.tables import alert_journal

LOG: Final = logs.get(__name__)
EVERY_S: Final = 0.25
"""Between two looks at the journal: one query by primary key for a whole process, however many browsers listen."""
HEARTBEAT_S: Final = 15.0
"""A line at least so often: proxies cut what is quiet for a minute, and a sleeping phone is noticed."""
MOST: Final = 500
"""Listeners of one process; each is a connection held open."""


class Feed:
    """Watches the journal while somebody listens, and wakes the listeners when it grows."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._newest = 0
        self._grown = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self.listeners = 0

    def start(self) -> None:
        self._task = asyncio.create_task(self._watch(), name="alert feed")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Counts one listener."""
        self.listeners += 1
        with metrics.SSE_CLIENTS.track_inprogress():
            try:
                yield
            finally:
                self.listeners -= 1

    async def grown(self, beyond: int, seconds: float = HEARTBEAT_S) -> int:
        """Waits until the journal is longer than `beyond`, at most so long; its newest number as far as it is known."""
        with suppress(TimeoutError):  # Then nothing has grown, and the newest number says so.
            async with asyncio.timeout(seconds), self._grown:
                await self._grown.wait_for(lambda: self._newest > beyond)
        return self._newest

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            if not self.listeners:
                continue
            try:
                newest = await self._look()
            except (DBAPIError, OSError) as error:
                # The database is away: listeners get heartbeats, and what they missed when it is back.
                LOG.warning("alert feed waits for the database", **logs.told(error))
                await asyncio.sleep(HEARTBEAT_S / 3)
                continue
            if newest > self._newest:
                async with self._grown:
                    self._newest = newest
                    self._grown.notify_all()

    async def _look(self) -> int:
        async with self._engine.connect() as connection:
            newest: int = (await connection.execute(select(func.coalesce(func.max(alert_journal.c.no), 0)))).scalar_one()
        return newest


def event(name: str, data: str, number: str = "") -> str:
    """One server-sent event; `data` has no line breaks."""
    return "".join((f"id: {number}\n" if number else "", f"event: {name}\n", f"data: {data}\n\n"))


HEARTBEAT: Final = ": masih tersambung\n\n"
"""A comment line, which keeps the connection alive and changes nothing."""
