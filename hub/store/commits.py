"""Batches and their place in the one order of commits, by which browsers resume and "as known at" is asked."""

from typing import Any, Final

COMMITTING: Final = 7
"""Advisory lock held from taking a commit_no to COMMIT, so that numbers appear in their order."""
_COMMIT: Final = "SELECT pg_advisory_xact_lock(%d); INSERT INTO commit VALUES (%d, nextval('commit_seq'), clock_timestamp()); COMMIT"
PLACES: Final = 20
"""Bits for the place of an event in its batch."""


async def begin(connection: Any) -> int:
    """Begins a batch's transaction; the batch's number."""
    await connection.execute("BEGIN")
    number: int = await connection.fetchval("SELECT nextval('batch_seq')")
    return number


async def commit(connection: Any, batch: int) -> None:
    """Takes the next commit_no and commits, in one message: nobody waits for our next word while the lock is held."""
    await connection.execute(_COMMIT % (COMMITTING, batch))
