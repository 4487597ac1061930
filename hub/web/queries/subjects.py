"""One subject of any kind: its name, and every event that made it what it is. Every figure of a page leads here."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.web.problems import NOT_FOUND, RefusedError
from hub.web.queries.events import Logged, evidence
from hub.web.queries.names import Named, named
from hub.web.viewer import Viewer


async def one(connection: AsyncConnection, viewer: Viewer, skey: int) -> tuple[Named, Sequence[Logged]]:
    """The subject and its events.

    Raises:
        RefusedError: there is none that the viewer may see.
    """
    found = (await named(connection, viewer, [skey])).get(skey)
    if found is None or not found.seen:
        raise RefusedError(NOT_FOUND)
    return found, await evidence(connection, viewer, [skey])
