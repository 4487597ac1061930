"""The database's schema: migrations make what the code declares, from nothing, and again without harm."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from hub.migrations.every import MODULES
from hub.store.metadata import metadata
from hub.store.migrate import current, newest, upgrade


def differences(connection: Connection) -> list[Any]:
    """What Alembic would change; partitions are made as they are needed and have no declaration."""

    def ours(thing: Any, name: str | None, kind: str, reflected: bool, _compared: Any) -> bool:  # noqa: FBT001 -- Alembic's signature
        table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", "")
        return not (reflected and str(table).startswith(("event_0", "event_1", "event_2", "event_key_", "alembic_version")))

    options: dict[str, Any] = {"compare_type": True, "compare_server_default": False, "include_object": ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_migrations_from_nothing_make_what_the_code_declares(database: str) -> None:
    assert len(MODULES) > 3
    engine = create_async_engine(database.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert found == []


async def test_upgrade_again_changes_nothing(database: str) -> None:
    await upgrade(database)
    assert await current(database) == newest()
