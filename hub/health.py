"""What Prometheus and a supervisor ask of every process: /metrics, /hidup, /siap, /mulai.

| page | asks | a supervisor then |
|---|---|---|
| /hidup | does the event loop turn, and does the process's own check hold? | restarts it |
| /siap | do PostgreSQL and Kafka answer within a deadline? | sends it nothing for a while; restarting would not help |
| /mulai | has it begun its work? | waits before it asks the others |

The process with the pages adds `routes` to its own; `simpul run` serves them beside the work of every other one (`beside`), on the
settings' `metrics_port`.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import uvicorn
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub import logs, metrics
from hub.bus.lag import cluster_id
from hub.errors import StopError
from hub.settings import Settings
from hub.store.engine import engine as make_engine

LOG: Final = logs.get(__name__)
DEADLINE_S: Final = 2.0
"""Of one question to PostgreSQL or Kafka; both are asked at once."""

Ask = Callable[[], Awaitable[object]]
"""Returns when the part answers, raises when it does not. It is given up after `DEADLINE_S`: a client of a dead Kafka waits for ever."""


class Health:
    """What one process says of itself.

    Args:
        parts: what it needs to do its work, by name.
        begun: whether the process has begun its work.
        alive: whether it should go on.
        figures: brings the figures up to date before a scrape; only in the process with the pages.
    """

    def __init__(
        self,
        parts: Mapping[str, Ask],
        *,
        begun: Callable[[], bool] = lambda: True,
        alive: Callable[[], bool] = lambda: True,
        figures: Ask | None = None,
    ) -> None:
        self._parts = parts
        self._begun = begun
        self._alive = alive
        self._figures = figures

    def routes(self) -> list[Route]:
        """The four pages."""
        pages = {"/metrics": self._metrics, "/hidup": self._live, "/siap": self._ready, "/mulai": self._started}
        return [Route(path, page, methods=["GET"], include_in_schema=False) for path, page in pages.items()]

    async def _metrics(self, request: Request) -> Response:
        if self._figures is not None:
            await self._figures()
        body, content_type = metrics.page(request.headers.get("accept", ""))
        return Response(body, headers={"content-type": content_type})

    async def _live(self, _request: Request) -> Response:
        return _said({"hidup": self._alive()})

    async def _started(self, _request: Request) -> Response:
        return _said({"mulai": self._begun()})

    async def _ready(self, _request: Request) -> Response:
        answers = await asyncio.gather(*(_answers(name, ask) for name, ask in self._parts.items()))
        return _said(dict(zip(self._parts, answers, strict=True)))


def _said(parts: Mapping[str, bool]) -> Response:
    return JSONResponse(dict(parts), status_code=200 if all(parts.values()) else 503, headers={"cache-control": "no-store"})


async def _answers(name: str, ask: Ask) -> bool:
    try:
        async with asyncio.timeout(DEADLINE_S):
            await ask()
    except Exception as error:  # Whatever it was: the part does not answer, and that is what was asked.
        LOG.warning("part does not answer", part=name, exc_info=error)
        return False
    return True


def postgresql(engine: AsyncEngine) -> Ask:
    """Asks whether the database answers a query."""

    async def ask() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    return ask


def kafka(bootstrap: str) -> Ask:
    """Asks whether a broker answers."""

    async def ask() -> None:
        await cluster_id(bootstrap)

    return ask


class _Quiet(uvicorn.Server):
    """Leaves signals to the process: its work, not this small server, decides about the end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Server:
    """Serves the four pages of a process without pages of its own.

    Args:
        host: 127.0.0.1, or the address on which a Prometheus in another container reaches this one.
        port: 0 serves nothing.
    """

    def __init__(self, health: Health, host: str, port: int) -> None:
        self._address = (host, port)
        app = Starlette(routes=health.routes())
        self._server = _Quiet(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1))

    async def serve(self) -> None:
        """Serves until it is cancelled.

        Raises:
            StopError: the port is taken.
        """
        host, port = self._address
        if port == 0:
            await asyncio.Event().wait()
        try:
            listening = socket.create_server((host, port))
        except OSError as error:
            raise StopError(f"Port {port} untuk /metrics tidak dapat dipakai: {error.strerror}.") from error
        try:
            await self._server.serve(sockets=[listening])
        except asyncio.CancelledError:
            await self._server.shutdown(sockets=[listening])
            raise


async def beside(settings: Settings, work: Coroutine[Any, Any, object], begun: Callable[[], bool] = lambda: True) -> None:
    """Does the work of a process without pages, and serves its health pages beside it until the work ends.

    Raises:
        StopError: the port is taken. Whatever the work raises.
    """
    engine = make_engine(settings.dsn, pool=1, application_name="simpul health")
    health = Health({"postgresql": postgresql(engine), "kafka": kafka(settings.kafka)}, begun=begun)
    tasks = [asyncio.create_task(work), asyncio.create_task(Server(health, settings.metrics_host, settings.metrics_port).serve())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await engine.dispose()
