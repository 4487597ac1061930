"""A receiver of webhooks on this machine: a real server that answers as it is told and keeps what it got."""

import asyncio
import base64
import hashlib
import hmac
import json
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, NamedTuple

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.waiting import until_async


class Got(NamedTuple):
    """One request."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.body)
        return said

    def signed_by(self, secret: str) -> bool:
        """Whether one of the signatures is this secret's: written from the specification, not from the hub's code."""
        key = base64.b64decode(secret[len("whsec_") :])
        said = ".".join((self.headers["webhook-id"], self.headers["webhook-timestamp"], self.body.decode()))
        wanted = "v1," + base64.b64encode(hmac.new(key, said.encode(), hashlib.sha256).digest()).decode()
        return wanted in self.headers["webhook-signature"].split(" ")


class Receiver:
    """Answers with the prepared answers one after another, then with 204."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.answers: list[Response] = []
        self.open = asyncio.Event()
        self.open.set()
        self.url = ""

    async def take(self, request: Request) -> Response:
        self.got.append(Got(request.url.path, dict(request.headers), await request.body()))
        await self.open.wait()
        return self.answers.pop(0) if self.answers else Response(status_code=204)

    async def has(self, count: int) -> list[Got]:
        """What came, once there is so much of it."""

        async def look() -> bool:
            return len(self.got) >= count

        await until_async(look, wanted=True)
        return self.got


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver on a free port of this machine."""
    receiver = Receiver()
    app = Starlette(routes=[Route("/{path:path}", receiver.take, methods=["POST", "GET"])])
    server = _Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1))
    listening = socket.create_server(("127.0.0.1", 0))
    receiver.url = f"http://127.0.0.1:{listening.getsockname()[1]}/simpul"
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield receiver
    finally:
        receiver.open.set()
        server.should_exit = True
        await serving
