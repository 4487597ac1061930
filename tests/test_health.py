"""hub/health.py over HTTP, with real, absent and frozen servers behind it."""

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from hub import health
from hub.embedded.ports import any_free
from hub.errors import StopError
from hub.health import Ask, Health, Server
from hub.settings import Settings
from hub.store.engine import engine


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[AsyncEngine]:
    made = engine(settings.dsn)
    yield made
    await made.dispose()


@pytest.fixture
async def client() -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(timeout=10) as made:
        yield made


class Served:
    """A health server on a free port, for the time of a `with`."""

    def __init__(self, health: Health) -> None:
        (self.port,) = any_free()
        self._server = Server(health, "127.0.0.1", self.port)

    async def __aenter__(self) -> str:
        self._task = asyncio.create_task(self._server.serve())
        address = f"http://127.0.0.1:{self.port}"
        await answered(address)
        return address

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await self._task


async def told(client: httpx2.AsyncClient, address: str, page: str) -> tuple[int, dict[str, bool]]:
    answer = await client.get(f"{address}/{page}")
    return answer.status_code, answer.json()


async def test_ready_while_postgresql_and_kafka_answer(settings: Settings, base: AsyncEngine, client: httpx2.AsyncClient) -> None:
    parts: dict[str, Ask] = {"postgresql": health.postgresql(base), "kafka": health.kafka(settings.kafka)}
    async with Served(Health(parts)) as address:
        assert await told(client, address, "siap") == (200, {"postgresql": True, "kafka": True})


async def test_not_ready_but_alive_while_a_part_is_away_and_the_answer_names_it(base: AsyncEngine, client: httpx2.AsyncClient) -> None:
    parts: dict[str, Ask] = {"postgresql": health.postgresql(base), "kafka": health.kafka(f"127.0.0.1:{any_free()[0]}")}
    async with Served(Health(parts)) as address:
        assert await told(client, address, "siap") == (503, {"postgresql": True, "kafka": False})
        assert await told(client, address, "hidup") == (200, {"hidup": True})


async def test_part_that_takes_connections_and_never_answers_is_given_up_after_the_deadline(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "DEADLINE_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        address = f"127.0.0.1:{frozen.getsockname()[1]}"
        database = engine(f"postgresql://simpul@{address}/simpul")
        parts: dict[str, Ask] = {"postgresql": health.postgresql(database), "kafka": health.kafka(address)}
        async with Served(Health(parts)) as here:
            async with asyncio.timeout(3):
                assert await told(client, here, "siap") == (503, {"postgresql": False, "kafka": False})
        await database.dispose()


async def test_started_only_after_the_work_has_begun(client: httpx2.AsyncClient) -> None:
    begun = asyncio.Event()
    async with Served(Health({}, begun=begun.is_set)) as address:
        assert await told(client, address, "mulai") == (503, {"mulai": False})
        begun.set()
        assert await told(client, address, "mulai") == (200, {"mulai": True})


async def test_watchdog_ends_liveness(client: httpx2.AsyncClient) -> None:
    async with Served(Health({}, alive=lambda: False)) as address:
        assert await told(client, address, "hidup") == (503, {"hidup": False})


async def test_metrics_come_after_the_figures_were_read_and_in_the_format_asked_for(client: httpx2.AsyncClient) -> None:
    read: list[str] = []

    async def figures() -> None:
        read.append("figures")

    async with Served(Health({}, figures=figures)) as address:
        plain = await client.get(f"{address}/metrics")
        openmetrics = await client.get(f"{address}/metrics", headers={"accept": "application/openmetrics-text;version=1.0.0"})
    assert plain.headers["content-type"].startswith("text/plain; version=")
    assert "simpul_build_info{" in plain.text
    assert openmetrics.text.endswith("# EOF\n")
    assert read == ["figures", "figures"]


async def test_only_reading_is_allowed_and_nothing_else_is_there(client: httpx2.AsyncClient) -> None:
    async with Served(Health({})) as address:
        assert (await client.post(f"{address}/siap")).status_code == 405
        assert (await client.get(f"{address}/")).status_code == 404


async def test_taken_port_stops_with_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StopError, match=rf"Port {port} .* tidak dapat dipakai"):
            await Server(Health({}), "127.0.0.1", port).serve()


async def test_port_zero_serves_nothing_until_the_process_ends() -> None:
    serving = asyncio.create_task(Server(Health({}), "127.0.0.1", 0).serve())
    done, _ = await asyncio.wait({serving}, timeout=0.05)
    assert done == set()
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


async def answered(address: str) -> None:
    """Waits until the health pages are there."""
    async with httpx2.AsyncClient() as client:
        while True:
            try:
                await client.get(f"{address}/hidup")
            except httpx2.ConnectError:
                await asyncio.sleep(0.02)
            else:
                return


async def test_pages_stand_beside_the_work_and_end_with_it(settings: Settings, client: httpx2.AsyncClient) -> None:
    (port,) = any_free()
    address, done = f"http://127.0.0.1:{port}", asyncio.Event()

    async def work() -> None:
        await done.wait()

    process = asyncio.create_task(health.beside(settings.model_copy(update={"metrics_port": port}), work()))
    await answered(address)
    assert await told(client, address, "siap") == (200, {"postgresql": True, "kafka": True})
    done.set()
    await process
    with pytest.raises(httpx2.ConnectError):
        await client.get(f"{address}/hidup")


async def test_failure_of_the_work_is_that_of_the_process(settings: Settings) -> None:
    async def work() -> None:
        raise StopError("Satu kelompok tidak dapat dicatat.")

    with pytest.raises(StopError, match="Satu kelompok"):
        await health.beside(settings, work())


async def test_taken_port_ends_the_work(settings: Settings) -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = settings.model_copy(update={"metrics_port": taken.getsockname()[1]})
        with pytest.raises(StopError, match="tidak dapat dipakai"):
            await health.beside(told, work())
    assert ended.is_set()


async def test_process_that_is_asked_to_end_ends_its_work(settings: Settings) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    process = asyncio.create_task(health.beside(settings, work()))
    await begun.wait()
    process.cancel()
    with pytest.raises(asyncio.CancelledError):
        await process
    assert ended.is_set()
