"""The process that serves pages, API and intake."""

import asyncio

import uvicorn

from hub.settings import Settings
from hub.web.app import build


async def serve(settings: Settings) -> None:
    """Serves until it is told to end; running requests get three seconds, for a stream never ends by itself."""
    config = uvicorn.Config(
        build(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    serving = asyncio.ensure_future(server.serve())
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise
