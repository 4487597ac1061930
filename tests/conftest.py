"""What every test may ask for: the real servers, a database of its own, topics of its own; and what no test may do."""

import asyncio
import gc
import os
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr

from hub.settings import Settings
from hub.store.migrate import upgrade
from tests.servers import Servers, pair

pytest_plugins = ["tests.groups"]

_unheard: list[str] = []
_LOCAL = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - compared, not bound


def _stay_on_this_machine(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: a test that reaches out fails where it does so. It sees every connection of this process, whoever makes it."""
    if event == "socket.connect" and isinstance(args[1], tuple) and not str(args[1][0]).startswith(_LOCAL):
        raise PermissionError(f"a test reached out to {args[1]}")
    if event == "socket.getaddrinfo" and args[0] and not str(args[0]).startswith((*_LOCAL, socket.gethostname())):
        raise PermissionError(f"a test looked up {args[0]}")


def pytest_configure() -> None:
    for name in [name for name in os.environ if name.startswith("SIMPUL_")]:
        del os.environ[name]
    sys.addaudithook(_stay_on_this_machine)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """The pair of servers, kept alive by ``python -m tests.servers`` or started for this session."""
    with pair() as both:
        yield both


@pytest.fixture(scope="session")
def kafka(servers: Servers) -> str:
    """Kafka's bootstrap address."""
    return servers.bootstrap


@pytest.fixture(scope="session")
def postgres(servers: Servers) -> str:
    """PostgreSQL's address for the superuser."""
    return servers.admin_dsn


@pytest.fixture(scope="session")
async def template(servers: Servers) -> AsyncIterator[str]:
    """Name of a database that holds the migrated schema and nothing else."""
    name = f"template_{os.getpid()}_{secrets.token_hex(4)}"
    await _as_admin(servers, f'CREATE DATABASE "{name}" OWNER simpul')
    try:
        await upgrade(servers.database(name))
        yield name
    finally:
        await _as_admin(servers, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
async def database(servers: Servers, template: str) -> AsyncIterator[str]:
    """Address of a fresh, migrated database of this test alone."""
    name = f"test_{os.getpid()}_{secrets.token_hex(4)}"
    await _as_admin(servers, f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER simpul')
    yield servers.database(name)
    await _as_admin(servers, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def settings(database: str, kafka: str, tmp_path: Path) -> Settings:
    """Settings of a small demo region: its own database, its own topics, an empty home folder."""
    return Settings(
        demo=True,
        partitions=3,
        database=SecretStr(database),
        kafka=kafka,
        topic_prefix=f"t{secrets.token_hex(5)}.",
        home=tmp_path / "home",
        port=0,
    )


async def _as_admin(servers: Servers, statement: str) -> None:
    connection = await asyncpg.connect(servers.admin_dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session", autouse=True)
async def _hear_background_tasks() -> None:
    """An exception that nobody awaits reaches the loop's handler; the hooks below make it fail the test that was running."""
    asyncio.get_running_loop().set_exception_handler(
        lambda _loop, context: _unheard.append(f"{context['message']}: {context.get('exception')!r}")
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    yield
    gc.collect(0)
    if _unheard:
        told = "\n".join(_unheard)
        _unheard.clear()
        pytest.fail(f"a background task failed and nobody heard it:\n{told}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    gc.collect()
    if _unheard:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        sys.stderr.write("background tasks failed and nobody heard it:\n" + "\n".join(_unheard) + "\n")
