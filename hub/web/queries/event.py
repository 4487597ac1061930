"""One event with everything that the policy lets tell of it."""

from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.tables import event, event_key, topic
from hub.web import policy
from hub.web.opening import Sealed
from hub.web.policy import Domain, FieldClass
from hub.web.problems import NOT_FOUND, RefusedError
from hub.web.queries.events import Logged, columns, logged
from hub.web.queries.names import named
from hub.web.viewer import Viewer
from schemas.event_type import EventType
from schemas.registry import EVENT_TYPES


class Told(NamedTuple):
    """An event.

    Attributes:
        type: what its data is of; of an amendment, the type that it amends.
        plain: fields without a class, and those of class specific that are kept plain, where the policy opens them.
        hidden: names of plain fields that the policy keeps from the viewer.
        looked: names of classified fields in `plain`: showing them is a look.
        sealed: the encrypted block; None: there is none.
        related: what it amends, and what amends it.
    """

    row: Any
    logged: Logged
    domain: Domain
    type: EventType | None
    plain: dict[str, Any]
    hidden: tuple[str, ...]
    looked: tuple[str, ...]
    sealed: Sealed | None
    reason: str
    related: list[Logged]


async def one(connection: AsyncConnection, viewer: Viewer, pos: int) -> Told:
    """The event at this place of the log.

    Raises:
        RefusedError: there is none that the viewer may see.
    """
    asked = columns().add_columns(topic.c.name.label("topic_name")).join(topic, topic.c.no == event.c.topic)
    row = (await connection.execute(asked.where(event.c.pos == pos))).one_or_none()
    names = await named(connection, viewer, [row.skey] if row else [])
    if row is None or row.skey not in names or not names[row.skey].seen:
        raise RefusedError(NOT_FOUND)
    said: dict[str, Any] = from_json(row.payload)
    known, domain = EVENT_TYPES.get(row.type), policy.domain_of(row.kind)
    told = EVENT_TYPES.get(said["of"]["type"]) if known and known.amendment else known
    data = said.get("payload", {}) if known and known.amendment else said
    hidden = _hidden(viewer, domain, told)
    looked = tuple(name for name in data if told and name in told.classified and name not in hidden)
    owner = row.skey if row.about is None else row.about
    sealed = Sealed(owner, row.blob, told) if row.blob is not None and told else None
    reason = str(said.get("reason", "")) if known and known.amendment else ""
    related = [logged(other, names) for other in (await connection.execute(_related(row))).all()]
    plain = {name: value for name, value in data.items() if name not in hidden}
    return Told(row, logged(row, names), domain, told, plain, hidden, looked, sealed, reason, related)


def _hidden(viewer: Viewer, domain: Domain, event_type: EventType | None) -> tuple[str, ...]:
    if event_type is None:
        return ()
    plain = ((name, FieldClass(mark.name)) for name, mark in event_type.classified.items() if not mark.encrypted)
    return tuple(name for name, field_class in plain if not policy.opens(viewer, domain, field_class, name))


def _related(row: Any) -> Select[Any]:
    """What this event amends, and what amends it; amendments have the subject of their target."""
    own = UUID(bytes=bytes(row.okey[-16:]))
    target = select(event_key.c.pos).where(event_key.c.k == row.of_key).scalar_subquery()
    return columns().where(event.c.skey == row.skey, or_(event.c.pos == target, event.c.of_key == own)).order_by(event.c.pos)
