"""What commands that work on the database share: a connection that says what to do when there is none, who asks, and lists as text."""

import getpass
import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.cli.context import say
from hub.errors import TryLaterError
from hub.settings import Settings
from hub.store.engine import engine as make_engine

AWAY = (OSError, DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """An engine for one command.

    Raises:
        TryLaterError: PostgreSQL is away, or its schema is not this program's.
    """
    engine = make_engine(settings.dsn, pool=1)
    try:
        yield engine
    except AWAY as error:
        raise TryLaterError("PostgreSQL tidak menjawab, atau skemanya belum diperbarui. Periksa dengan `simpul doctor`.") from error
    finally:
        await engine.dispose()


def who() -> str:
    """Who asks, for journals: the user of this machine."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"cli:{os.getuid()}"


def show(heads: Sequence[str], rows: Iterable[Sequence[Any]], nothing: str) -> None:
    """A list as aligned columns, or the sentence that there is nothing."""
    texts = [[("-" if cell is None else str(cell)) for cell in row] for row in rows]
    if not texts:
        say(nothing)
        return
    widths = [max(len(row[place]) for row in [list(heads), *texts]) for place in range(len(heads))]
    for row in [[head.upper() for head in heads], *texts]:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def moment(at: Any, settings: Settings) -> str | None:
    """A moment in the region's time."""
    return None if at is None else str(at.astimezone(settings.tz).strftime("%Y-%m-%d %H:%M %Z"))
