"""The hub's own processes on a test's settings, as `simpul up` runs them."""

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import httpx2

from hub.embedded import ports
from hub.settings import Settings
from hub.web.signin import one_time_link
from tests.waiting import until


@contextmanager
def running(settings: Settings, names: Sequence[str]) -> Iterator[str]:
    """Starts processes and ends them; the address of the pages."""
    port = ports.any_free(1)[0]
    logs = settings.home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    children = [_start(settings, name, port) for name in names]
    try:
        if "web" in names:
            until(lambda: ports.answers(port), limit_s=30)
        yield f"http://127.0.0.1:{port}"
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(20)


def _start(settings: Settings, name: str, port: int) -> "subprocess.Popen[bytes]":
    told = {
        "SIMPUL_DEMO": "true" if settings.demo else "false",
        "SIMPUL_DATABASE": settings.dsn,
        "SIMPUL_KAFKA": settings.kafka,
        "SIMPUL_TOPIC_PREFIX": settings.topic_prefix,
        "SIMPUL_PARTITIONS": str(settings.partitions),
        "SIMPUL_HOME": str(settings.home),
        "SIMPUL_PORT": str(port),
        "SIMPUL_PROCESS": name,
    }
    with (settings.home / "logs" / f"{name}.log").open("ab") as log:
        command = [sys.executable, "-m", "hub", "run", name.partition("-")[0]]
        return subprocess.Popen(command, env={**os.environ, **told}, stdout=log, stderr=log)  # noqa: S603 -- our own program


@asynccontextmanager
async def signed_in(address: str, settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser of the secretariat, let in by the one-time link."""
    async with httpx2.AsyncClient(base_url=address, follow_redirects=True, timeout=20) as http:
        path = (await one_time_link(settings)).partition("/masuk")[2]
        token = re.search(r'name="_token" value="([^"]+)"', (await http.get("/masuk" + path)).text)
        assert token
        assert (await http.post("/masuk" + path, data={"_token": token[1]})).status_code == 200
        yield http
