"""A region with pages: its story is told once a session, and every test gets a copy of that database with the application over it."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import asyncpg
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.keys.vault import write_master
from hub.settings import Settings
from hub.store.engine import engine as make_engine
from hub.web import accounts, sessions
from hub.web.accounts import NewAccount
from hub.web.app import build
from hub.web.passwords import Passwords
from hub.web.viewer import Role
from tests.servers import Servers
from tests.web import story
from tests.web.client import Client
from tests.web.region import Region

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The real algorithm with the least work: tests sign in often."""
PASSWORD = "kuda laut makan awan"
PEOPLE = {
    "sekda": NewAccount("sekda", "Sekretaris Daerah", frozenset({Role.SECRETARIAT}), sekda=True),
    "asisten": NewAccount("asisten", "Asisten Administrasi", frozenset({Role.SECRETARIAT})),
    "inspektur": NewAccount("inspektur", "Inspektur", frozenset({Role.INSPEKTORAT})),
    "dishub": NewAccount("dishub", "Penghubung Dishub", frozenset({Role.OPD}), agency="dishub"),
    "dinkes": NewAccount("dinkes", "Penghubung Dinkes", frozenset({Role.OPD}), agency="dinkes"),
    "bkpsdm": NewAccount("bkpsdm", "Penghubung BKPSDM", frozenset({Role.OPD}), agency="bkpsdm"),
    "operator": NewAccount("operator", "Operator Diskominfo", frozenset({Role.OPERATOR})),
}


class Told(NamedTuple):
    """The story: its template database, its master key, the numbers of its alerts by a short name."""

    database: str
    master_key: Path
    alerts: dict[str, int]


async def _as_admin(servers: Servers, statement: str) -> None:
    connection = await asyncpg.connect(servers.admin_dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
async def told(servers: Servers, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Told]:
    """The whole story with its people, in a database that tests copy."""
    name, home = f"{template}_told", tmp_path_factory.mktemp("told")
    await _as_admin(servers, f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER simpul')
    settings = Settings(demo=True, partitions=3, database=SecretStr(servers.database(name)), home=home, topic_prefix="told.")
    write_master(settings.master_key_file)
    region = Region(settings)
    await region.begin()
    numbers = await story.tell(region)
    await region.end()
    await _people(settings)
    yield Told(name, settings.master_key_file, numbers)
    await _as_admin(servers, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _people(settings: Settings) -> None:
    engine = make_engine(settings.dsn, pool=1)
    async with engine.begin() as connection:
        for person in PEOPLE.values():
            await accounts.add(connection, person, by="test")
    await engine.dispose()


class Site:
    """The pages over one database."""

    def __init__(self, settings: Settings, app: FastAPI, stack: AsyncExitStack) -> None:
        self.settings = settings
        self.app = app
        self.engine: AsyncEngine = app.state.web.engine
        self._stack = stack

    async def visitor(self) -> Client:
        """A client that nobody has signed in."""
        return await self._stack.enter_async_context(Client(self.app))

    async def sign_in(self, login: str) -> Client:
        """A client that is signed in as one of `PEOPLE`."""
        client = await self.visitor()
        async with self.engine.begin() as connection:
            number = await accounts.number_of(connection, login)
            client.cookies.set("simpul", await sessions.start(connection, number))
        return client


@asynccontextmanager
async def _site(servers: Servers, told: Told, home: Path) -> AsyncIterator[Site]:
    name = f"site_{os.getpid()}_{secrets.token_hex(4)}"
    await _as_admin(servers, f'CREATE DATABASE "{name}" TEMPLATE "{told.database}" OWNER simpul')
    settings = Settings(
        demo=True,
        partitions=3,
        database=SecretStr(servers.database(name)),
        kafka=servers.bootstrap,
        topic_prefix=f"{name}.",
        home=home,
        master_key=told.master_key,
        port=0,
    )
    app = build(settings, passwords=Passwords(CHEAP))
    async with app.router.lifespan_context(app), AsyncExitStack() as stack:
        yield Site(settings, app, stack)
    await _as_admin(servers, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
async def site(servers: Servers, told: Told, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """The pages over the story, for tests that only look; sessions and looks may be added."""
    async with _site(servers, told, tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture
async def own_site(servers: Servers, told: Told, tmp_path: Path) -> AsyncIterator[Site]:
    """The pages over a copy of the story, for tests that change it."""
    async with _site(servers, told, tmp_path) as made:
        yield made


@pytest.fixture
async def region(own_site: Site) -> AsyncIterator[Region]:
    """More can be told of the region of `own_site`."""
    made = Region(own_site.settings)
    await made.open()
    yield made
    await made.end()


@pytest.fixture
def app(site: Site) -> FastAPI:
    return site.app
