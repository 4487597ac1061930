"""Connections: SQLAlchemy for schema, queries and everything that is not hot; plain asyncpg for the write path.

COPY on the driver's connection below SQLAlchemy would run outside of its transaction (measured: a rollback left the row), so the
write path has connections of its own.
"""

from typing import Any, Final

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

INSTANTS: Final[dict[str, Any]] = {
    "schema": "pg_catalog",
    "format": "tuple",
    "encoder": lambda instant: (instant,),
    "decoder": lambda one: one[0],
}
"""Codec that hands timestamptz out as microseconds since 2000, without making a datetime."""

GUARDS: Final = {"idle_in_transaction_session_timeout": "5s", "transaction_timeout": "30s", "lock_timeout": "20s"}
"""A process frozen inside a transaction is thrown out, so that another can go on (design.md 2)."""
_ROLLBACK_S: Final = 5.0


def engine(dsn: str, *, pool: int = 5, **server_settings: str) -> AsyncEngine:
    """An engine for queries; `dsn` as asyncpg takes it."""
    address = dsn.replace("postgresql://", "postgresql+asyncpg://", 1)
    settings = {"application_name": "simpul", "jit": "off", **server_settings}
    return create_async_engine(address, pool_size=pool, max_overflow=pool, pool_pre_ping=True, connect_args={"server_settings": settings})


async def connect(dsn: str, **server_settings: str) -> "asyncpg.Connection[Any]":
    """A connection for the write path: instants as integers, guarded against a frozen holder."""
    settings = {"application_name": "simpul", "jit": "off", **GUARDS, **server_settings}
    connection = await asyncpg.connect(dsn, server_settings=settings, timeout=10)
    await connection.set_type_codec("timestamptz", **INSTANTS)
    return connection


async def roll_back(connection: Any) -> None:
    """Ends a failed transaction. A connection that cannot is cut, so that nobody uses it again.

    Asking the connection whether it is closed is not enough: a server that was killed in the middle of an answer leaves one that is
    neither closed nor able to say another word (asyncpg's InternalClientError).
    """
    if connection.is_closed():
        return
    try:
        await connection.execute("ROLLBACK", timeout=_ROLLBACK_S)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        connection.terminate()
