"""One filled database for all tests of a module: each leaves it as it was."""

import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr

from hub.settings import Settings
from tests.path.hubs import Hub
from tests.rebuild.ours import filled_hub
from tests.servers import Servers


@pytest.fixture(scope="module")
async def filled(servers: Servers, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hub]:
    """A hub that took a history of all kinds. Its consumers are gone."""
    name = f"test_{os.getpid()}_{secrets.token_hex(4)}"
    admin = await asyncpg.connect(servers.admin_dsn)
    await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER simpul')
    try:
        async with filled_hub(_settings(servers.database(name), tmp_path_factory.mktemp("home"))) as one:
            yield one
    finally:
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await admin.close()


def _settings(dsn: str, folder: Path) -> Settings:
    return Settings(demo=True, partitions=3, database=SecretStr(dsn), home=folder)
