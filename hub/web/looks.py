"""Who looked at whose classified fields: a row for every look, written before anything is shown."""

from collections.abc import Iterable

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.store.tables import look
from hub.web.viewer import Viewer


async def note(engine: AsyncEngine, viewer: Viewer, page: str, subjects: Iterable[int], fields: Iterable[str]) -> None:
    """Writes one row for each subject, in a transaction of its own: what follows may fail, the look stays."""
    names = sorted(set(fields))
    rows = [{"who": viewer.login, "page": page, "subject": subject, "fields": names} for subject in sorted(set(subjects))]
    if rows and names:
        async with engine.begin() as connection:
            await connection.execute(insert(look), rows)
