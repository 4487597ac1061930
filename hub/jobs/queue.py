"""Jobs as rows: asked for, claimed by one process at a time, kept alive by a heartbeat, ended once."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, and_, case, func, insert, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.tables import job

SILENT: Final = dt.timedelta(minutes=1)
"""A running job whose heartbeat is older is free to claim: its process was killed, or is frozen."""
TRIES: Final = 5
"""A job that ended so many processes is not tried again."""
ASKING: Final = 20_260_002
"""Advisory lock under which `ask(once=True)` looks and inserts."""
GAVE_UP: Final = "Pekerjaan ini berkali-kali terhenti di tengah jalan dan tidak dicoba lagi."

End = Literal["done", "failed", "cancelled"]


async def ask(connection: AsyncConnection, kind: str, arguments: Mapping[str, Any], asked_by: str, *, once: bool = False) -> int:
    """Puts a job in the queue, in the caller's transaction; its number.

    With `once`, where the same kind with the same arguments waits or runs already, that job's number is returned and none is added.
    """
    if once:
        await connection.execute(select(func.pg_advisory_xact_lock(ASKING)))
        same = (job.c.kind == kind, job.c.arguments == dict(arguments), job.c.state.in_(("waiting", "running")))
        found = await connection.scalar(select(job.c.no).where(*same).order_by(job.c.no).limit(1))
        if found is not None:
            return int(found)
    added = insert(job).values(kind=kind, arguments=dict(arguments), asked_by=asked_by).returning(job.c.no)
    return int((await connection.execute(added)).scalar_one())


async def cancel(connection: AsyncConnection, no: int) -> bool:
    """Asks for the end of a job: at once where it waits, with its next heartbeat where it runs. False: it had ended already."""
    waits = job.c.state == "waiting"
    asked = (
        update(job)
        .where(job.c.no == no, job.c.state.in_(("waiting", "running")))
        .values(
            cancel=True,
            state=case((waits, "cancelled"), else_=job.c.state),
            ended_at=case((waits, func.clock_timestamp()), else_=None),
        )
    )
    return (await connection.execute(asked)).rowcount == 1


async def claim(connection: AsyncConnection, who: str, kinds: Collection[str]) -> RowMapping | None:
    """The oldest job of these kinds that nobody works on, now claimed by `who`; None: there is none."""
    await _give_up(connection)
    free = or_(job.c.state == "waiting", and_(job.c.state == "running", _silent()))
    oldest = select(job.c.no).where(job.c.kind.in_(kinds), free).order_by(job.c.no).limit(1).with_for_update(skip_locked=True)
    claimed = (
        update(job)
        .where(job.c.no == oldest.scalar_subquery())
        .values(state="running", claimed_by=who, heartbeat=func.clock_timestamp(), tries=job.c.tries + 1)
        .returning(job)
    )
    found: RowMapping | None = (await connection.execute(claimed)).mappings().one_or_none()
    return found


async def beat(connection: AsyncConnection, no: int, who: str, done: int, total: int | None) -> bool | None:
    """Stores progress and a heartbeat; whether somebody asked for the end. None: the job is no longer ours."""
    alive = update(job).where(*_ours(no, who)).values(heartbeat=func.clock_timestamp(), done=done, total=total).returning(job.c.cancel)
    asked: bool | None = (await connection.execute(alive)).scalar_one_or_none()
    return asked


async def end(
    connection: AsyncConnection, no: int, who: str, state: End, *, result: Mapping[str, Any] | None = None, error: str | None = None
) -> bool:
    """Ends a job of ours. False: it is no longer ours, and nothing was changed."""
    values = {"state": state, "result": result, "error": error, "ended_at": func.clock_timestamp()}
    return (await connection.execute(update(job).where(*_ours(no, who)).values(**values))).rowcount == 1


async def release(connection: AsyncConnection, no: int, who: str) -> None:
    """Puts a job of ours back: this process ends, another may go on at once."""
    freed = {"state": "waiting", "claimed_by": None, "heartbeat": None, "tries": job.c.tries - 1}
    await connection.execute(update(job).where(*_ours(no, who)).values(**freed))


def _silent() -> ColumnElement[bool]:
    return job.c.heartbeat < func.clock_timestamp() - SILENT


def _ours(no: int, who: str) -> tuple[ColumnElement[bool], ...]:
    return (job.c.no == no, job.c.claimed_by == who, job.c.state == "running")


async def _give_up(connection: AsyncConnection) -> None:
    """Ends what nobody should claim again: asked to end while its process was dead, or the death of too many."""
    over = and_(job.c.state == "running", _silent(), or_(job.c.cancel, job.c.tries >= TRIES))
    await connection.execute(
        update(job)
        .where(over)
        .values(
            state=case((job.c.cancel, "cancelled"), else_="failed"),
            error=case((job.c.cancel, None), else_=GAVE_UP),
            ended_at=func.clock_timestamp(),
        )
    )
