"""A region whose tables are empty, shared by the tests of a module that take back what they write."""

import os
import secrets
from collections.abc import AsyncIterator

import asyncpg
import pytest
from pydantic import SecretStr

from hub.settings import Settings
from tests.servers import Servers


@pytest.fixture(scope="module")
async def empty_region(servers: Servers, template: str) -> AsyncIterator[Settings]:
    """Settings of a migrated database for a module."""
    name = f"test_{os.getpid()}_{secrets.token_hex(4)}"
    admin = await asyncpg.connect(servers.admin_dsn)
    await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER simpul')
    yield Settings(demo=True, database=SecretStr(servers.database(name)))
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()
