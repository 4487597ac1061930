"""The loop of a process that works: claim, work, end; one job at a time."""

import asyncio
import os
import socket
import time
from collections.abc import Mapping
from typing import Final

from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from hub import logs, metrics
from hub.errors import SimpulError, TryLaterError
from hub.jobs import queue
from hub.jobs.work import Kind, Result, Work
from hub.settings import Settings

LOG: Final = logs.get(__name__)
BEAT_S: Final = 5.0
AWAY: Final = (OSError, DBAPIError, TimeoutError)
"""What a database that is away looks like."""


class LostError(SimpulError):
    """Another process has claimed the job, or may have: this one must stop."""


class Runner:
    """Works off the queue until it is cancelled.

    Args:
        kinds: what this process can do; jobs of other kinds are left to others.
        pause_s: how long it rests when there is nothing to do.
        beat_s: time between heartbeats.
    """

    def __init__(
        self, settings: Settings, engine: AsyncEngine, kinds: Mapping[str, Kind], *, pause_s: float = 1.0, beat_s: float = BEAT_S
    ) -> None:
        self.who = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"
        self._settings = settings
        self._engine = engine
        self._kinds = kinds
        self._pause_s = pause_s
        self._beat_s = beat_s

    async def serve(self) -> None:
        """Claims and works, for ever."""
        while True:
            try:
                worked = await self.once()
            except AWAY as error:
                LOG.warning("jobs wait for the database", exc_info=error)
                worked = False
            if not worked:
                await asyncio.sleep(self._pause_s)

    async def once(self) -> bool:
        """Works on one job, if there is one."""
        async with self._engine.begin() as connection:
            row = await queue.claim(connection, self.who, tuple(self._kinds))
        if row is None:
            return False
        work = self._work(row)
        LOG.info("job claimed", job=work.no, kind=work.kind, tries=work.tries)
        working = asyncio.create_task(self._kinds[work.kind].run(work))
        try:
            await self._watch(work, working)
        except LostError:
            LOG.warning("job lost to another process", job=work.no, kind=work.kind)
        except asyncio.CancelledError:
            await _ended(working)
            await self._release(work)
            raise
        finally:
            await _ended(working)
        return True

    async def _release(self, work: Work) -> None:
        """Gives the job back; where the database is away, a minute of silence does the same."""
        try:
            async with self._engine.begin() as connection:
                await queue.release(connection, work.no, self.who)
        except AWAY as error:
            LOG.warning("job left to its silence", job=work.no, exc_info=error)

    def _work(self, row: RowMapping) -> Work:
        return Work(row["no"], row["kind"], row["arguments"], row["asked_by"], row["tries"], self._settings, self._engine)

    async def _watch(self, work: Work, working: "asyncio.Task[Result]") -> None:
        """Keeps the job ours until its function has ended, or somebody asked for the end of it."""
        began = time.monotonic()
        heard = began
        while not working.done():
            await asyncio.wait({working}, timeout=self._beat_s)
            try:
                async with self._engine.begin() as connection:
                    asked = await queue.beat(connection, work.no, self.who, work.done, work.total)
                heard = time.monotonic()
            except AWAY as error:
                LOG.warning("heartbeat failed", job=work.no, exc_info=error)
                asked = False
            if asked is None or time.monotonic() - heard > queue.SILENT.total_seconds() - self._beat_s:
                raise LostError(f"Pekerjaan {work.no} diambil alih proses lain.")
            if asked:
                await _ended(working)
        await self._end(work, working, began)

    async def _end(self, work: Work, working: "asyncio.Task[Result]", began: float) -> None:
        state: queue.End
        result, error = None, None
        if working.cancelled():
            state = "cancelled"
        elif (raised := working.exception()) is None:
            state, result = "done", working.result()
        elif isinstance(raised, TryLaterError):
            LOG.warning("job waits for a minute and is tried again", job=work.no, kind=work.kind, exc_info=raised)
            return  # Its heartbeat stands still from here on, and so it is claimed again.
        else:
            state, error = "failed", str(raised) if isinstance(raised, SimpulError) else type(raised).__name__
            LOG.error("job failed", job=work.no, kind=work.kind, exc_info=raised)
        async with self._engine.begin() as connection:
            ours = await queue.end(connection, work.no, self.who, state, result=result, error=error)
        if ours:
            metrics.JOB_SECONDS.labels(work.kind, state).observe(time.monotonic() - began)
            LOG.info("job ended", job=work.no, kind=work.kind, state=state, done=work.done)


async def _ended(working: "asyncio.Task[Result]") -> None:
    """Cancels the task and waits until it has cleaned up. What it raised is for `_end` to tell."""
    working.cancel()
    await asyncio.wait({working})
    if not working.cancelled():
        working.exception()  # Looked at, so that asyncio does not tell of it again.
