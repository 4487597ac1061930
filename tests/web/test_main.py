"""The process that serves the pages: it answers, and it ends well when it is told to."""

import asyncio
import socket

import httpx2
import pytest

from hub.web.main import serve
from tests.waiting import until_async
from tests.web.conftest import Site


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


async def test_process_serves_until_it_is_cancelled_and_closes_what_it_opened(own_site: Site) -> None:
    port = free_port()
    serving = asyncio.create_task(serve(own_site.settings.model_copy(update={"port": port})))

    async def status() -> int:
        try:
            async with httpx2.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{port}/masuk")).status_code
        except httpx2.ConnectError:
            return 0

    await until_async(status, 200)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert await status() == 0
