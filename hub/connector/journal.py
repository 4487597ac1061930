"""The journal of runs, and the cursor: each belongs to a source, a connector and a feed."""

from typing import Any, Final, NamedTuple

from hub.connector.kit import Cursor
from hub.errors import StopError

_LOCK: Final = "SELECT pg_try_advisory_lock(hashtextextended($1, 20260004))"
_BROKEN: Final = """
UPDATE run SET state = 'broken', ended_at = now() WHERE source = $1 AND connector = $2 AND feed = $3 AND state = 'running'"""
_BEGIN: Final = """
INSERT INTO run (source, connector, feed, history)
SELECT $1, $2, $3, NOT EXISTS (SELECT FROM run WHERE source = $1 AND connector = $2 AND feed = $3 AND state = 'done')
RETURNING no, history"""
_PLACE: Final = "SELECT place FROM cursor WHERE source = $1 AND connector = $2 AND feed = $3"
_MOVE: Final = """
INSERT INTO cursor (source, connector, feed, place) VALUES ($1, $2, $3, $4)
ON CONFLICT (source, connector, feed) DO UPDATE SET place = EXCLUDED.place, at = now()"""
_COUNT: Final = "UPDATE run SET records = $2, sent = $3, refused = $4 WHERE no = $1"
_END: Final = "UPDATE run SET state = $2, error = $3, ended_at = now() WHERE no = $1"


class Whose(NamedTuple):
    """Whose run it is."""

    source: int
    connector: str
    feed: str


class Begun(NamedTuple):
    """A run that has begun: its number, whether its events are history, and where to go on."""

    no: int
    history: bool
    since: Cursor | None


class Counts(NamedTuple):
    """What a run did so far: read, published because new or changed, put on the desk."""

    records: int = 0
    sent: int = 0
    refused: int = 0


async def begin(connection: Any, whose: Whose) -> Begun:
    """Begins a run; the lock that keeps a second one out lasts as long as the connection.

    Raises:
        StopError: a run is under way.
    """
    if not await connection.fetchval(_LOCK, "/".join(map(str, whose))):
        raise StopError("Konektor ini sedang berjalan untuk sumber yang sama. Tunggu sampai selesai.")
    await connection.execute(_BROKEN, *whose)
    number, history = await connection.fetchrow(_BEGIN, *whose)
    return Begun(number, history, await connection.fetchval(_PLACE, *whose))


async def move(connection: Any, whose: Whose, run: int, place: Cursor, counts: Counts) -> None:
    """Moves the cursor to where everything before it is with Kafka or on the desk."""
    await connection.execute(_MOVE, *whose, place)
    await connection.execute(_COUNT, run, *counts)


async def end(connection: Any, run: int, state: str, error: str | None = None) -> None:
    """Ends a run as `done` or `failed`."""
    await connection.execute(_END, run, state, error)
