"""A region with three sources and their keys, and an intake that listens."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx2
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.intake import registering
from hub.intake.intake import Intake
from hub.intake.registering import NewSource
from hub.keys.vault import write_master
from hub.settings import Settings
from hub.store.engine import engine as make_engine
from tests.bus.kafkas import everything_in
from tests.intake.serving import served
from tests.servers import Servers

SOURCES = (
    NewSource("lapor", "diskominfo", "SP4N-LAPOR!", ("complaints",), "region"),
    NewSource("aduan", "dishub", "Aduan Dishub", ("complaints",), "own"),
    NewSource("simpeg", "bkpsdm", "SIMPEG", ("personnel", "payroll"), "region"),
)


@dataclass
class Region:
    """What tests send to: settings, the key of every source, the intake and a client of it."""

    settings: Settings
    keys: dict[str, str]
    intake: Intake
    http: httpx2.AsyncClient

    async def post(self, content: bytes, key: str = "lapor", **headers: str) -> httpx2.Response:
        """A structured event, unless the headers say otherwise."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"content-type": "application/cloudevents+json", "authorization": f"Bearer {self.keys.get(key, key)}", **given}
        return await self.http.post("/events", content=content, headers=sent)

    async def in_kafka(self, domain: str = "complaints", agency: str = "diskominfo") -> list[Any]:
        """The records that lie in a topic."""
        return await everything_in(self.settings.kafka, f"{self.settings.topic_prefix}{domain}.{agency}")


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    made = make_engine(settings.dsn)
    yield made
    await made.dispose()


async def register(settings: Settings, engine: AsyncEngine) -> dict[str, str]:
    """Registers the sources with their topics and makes a key for each."""
    write_master(settings.master_key_file)
    for source in SOURCES:
        await registering.add(engine, settings, source, who="test")
    return {source.slug: (await registering.new_key(engine, source.slug, who="test")).text for source in SOURCES}


@pytest.fixture
async def keys(settings: Settings, engine: AsyncEngine) -> dict[str, str]:
    return await register(settings, engine)


@asynccontextmanager
async def listening(settings: Settings, keys: dict[str, str]) -> AsyncIterator[Region]:
    """The region with an intake that listens."""
    async with served(settings) as (address, intake), httpx2.AsyncClient(base_url=address, timeout=20) as http:
        yield Region(settings, keys, intake, http)


@pytest.fixture
async def region(settings: Settings, keys: dict[str, str]) -> AsyncIterator[Region]:
    """A region of this test alone."""
    async with listening(settings, keys) as made:
        yield made


@pytest.fixture(scope="module")
async def shared(servers: Servers, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Region]:
    """A region of all tests of a file, for tables of cases that leave nothing behind."""
    name = f"shared_{secrets.token_hex(5)}"
    admin = await asyncpg.connect(servers.admin_dsn)
    await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER simpul')
    settings = Settings(
        partitions=3,
        database=SecretStr(servers.database(name)),
        kafka=servers.bootstrap,
        topic_prefix=f"{name}.",
        home=tmp_path_factory.mktemp("home"),
    )
    engine = make_engine(settings.dsn)
    async with listening(settings, await register(settings, engine)) as made:
        yield made
    await engine.dispose()
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()
