"""The desk: what could not be taken, each with its reason. Bodies are read here, and leave masked."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.keys.vault import SealedError, Vault
from hub.store.tables import day_key, dead_letter, source, topic_pause
from hub.web import policy
from hub.web.paging import SIZE, Slice, beyond, cut
from hub.web.policy import Domain
from hub.web.problems import NOT_FOUND, RefusedError
from hub.web.queries.alerts import Facet
from hub.web.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; None: everything."""

    state: str | None = "open"
    code: str | None = None
    agency: str | None = None
    source: str | None = None


class Letter(NamedTuple):
    """A dead letter with its source; `body` is None once its day's key is destroyed."""

    row: Any
    body: bytes | None


def _where(viewer: Viewer, filters: Filters, without: str = "") -> ColumnElement[bool]:
    letter = dead_letter.c
    wanted = ((letter.state, "state"), (letter.code, "code"), (letter.agency, "agency"), (source.c.slug, "source"))
    chosen = [column == getattr(filters, name) for column, name in wanted if getattr(filters, name) is not None and name != without]
    return and_(policy.within(viewer, Domain.DESK, letter.agency), *chosen)


_JOINED = dead_letter.outerjoin(source, source.c.no == dead_letter.c.source)
_COLUMNS = (*(column for column in dead_letter.c if column.name != "body"), source.c.slug, source.c.name.label("source_name"))


async def listed(connection: AsyncConnection, viewer: Viewer, filters: Filters, after: str | None = None) -> Slice[Any]:
    """A page of the list, the newest first.

    Raises:
        ForbiddenError: the desk is out of the viewer's reach.
    """
    policy.require(viewer, Domain.DESK)
    key = (dead_letter.c.received, dead_letter.c.no)
    asked = select(*_COLUMNS).select_from(_JOINED).where(_where(viewer, filters))
    asked = asked.where(beyond(key, after, descending=True)) if after else asked
    rows = (await connection.execute(asked.order_by(*(column.desc() for column in key)).limit(SIZE + 1))).all()
    return cut(rows, lambda row: (row.received, row.no))


async def facets(connection: AsyncConnection, viewer: Viewer, filters: Filters) -> dict[str, list[Facet]]:
    """For each filter its choices with their counts, the others applied; in one query."""
    policy.require(viewer, Domain.DESK)
    parts = []
    for name in ("state", "code", "agency"):
        column = dead_letter.c[name]
        part = select(literal(name).label("facet"), column.label("value"), func.count().label("many")).select_from(_JOINED)
        parts.append(part.where(_where(viewer, filters, name)).group_by(column))
    found: dict[str, list[Facet]] = {"state": [], "code": [], "agency": []}
    for row in await connection.execute(parts[0].union_all(*parts[1:])):
        found[row.facet].append(Facet(row.value, row.many))
    return {name: sorted(several) for name, several in found.items()}


async def one(connection: AsyncConnection, vault: Vault, viewer: Viewer, number: int) -> Letter:
    """A letter with its body.

    Raises:
        ForbiddenError: the desk is out of the viewer's reach.
        RefusedError: there is none that the viewer may see.
    """
    policy.require(viewer, Domain.DESK)
    asked = select(*_COLUMNS, dead_letter.c.body, day_key.c.wrapped).select_from(
        _JOINED.outerjoin(day_key, day_key.c.no == dead_letter.c.day_key)
    )
    found = asked.where(dead_letter.c.no == number, policy.within(viewer, Domain.DESK, dead_letter.c.agency))
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise RefusedError(NOT_FOUND)
    return Letter(row, _body(vault, row.wrapped, row.body))


def _body(vault: Vault, wrapped: bytes | None, body: bytes | None) -> bytes | None:
    if wrapped is None or body is None:
        return None
    try:
        return vault.unwrap(wrapped).open(body)
    except SealedError:
        return None


async def pauses(connection: AsyncConnection, viewer: Viewer) -> list[Any]:
    """Topics that are paused because of a flood; a topic ends with the agency that sends on it."""
    policy.require(viewer, Domain.DESK)
    sender = func.substring(topic_pause.c.topic, r"[^.]+$")
    asked = select(topic_pause).where(policy.within(viewer, Domain.DESK, sender)).order_by(topic_pause.c.since)
    return list((await connection.execute(asked)).all())
