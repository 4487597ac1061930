"""Encrypted blocks of a subject's events, for `hub.web.opening`; the caller has made sure that the viewer sees the subject."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.tables import event, event_type
from hub.web.opening import Sealed
from schemas.registry import EVENT_TYPES


async def of_subject(connection: AsyncConnection, skey: int) -> list[Sealed]:
    """Every block, in the order of the facts."""
    asked = select(event.c.about, event.c.blob, event_type.c.name).join(event_type, event_type.c.no == event.c.type)
    asked = asked.where(event.c.skey == skey, event.c.blob.is_not(None), event.c.of_key.is_(None)).order_by(event.c.okey)
    rows = (await connection.execute(asked)).all()
    return [Sealed(skey if row.about is None else row.about, row.blob, EVENT_TYPES[row.name]) for row in rows]
