"""An intake that really listens, as `simpul run web` would serve it; without the pages."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from hub.intake.intake import Intake, build
from hub.settings import Settings


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[tuple[str, Intake]]:
    """The address and the intake behind it."""
    intake = build(settings)
    app = FastAPI()
    app.include_router(intake.router)
    await intake.start()
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_config=None, lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", intake
        finally:
            server.should_exit = True
            await serving
            await intake.stop()
