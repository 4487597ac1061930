"""Events of the log: the evidence behind an alert or a figure, and one event with everything that may be told of it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.order import effective_of, moment
from hub.store.tables import commit, event, event_type, source, subject
from hub.web import words
from hub.web.queries.names import Named, named
from hub.web.viewer import Viewer
from schemas.event_type import EventType
from schemas.registry import EVENT_TYPES

MOST: Final = 60
"""Evidence on one page: the newest so many events of the subjects; a subject has at most some 200 facts."""


LONGEST: Final = 48
_TELLING: Final = {"status": words.STATUS, "kind": words.KIND, "to": {}, "number": {}, "period": {}, "outcome": words.OUTCOME}


class Logged(NamedTuple):
    """An event as lists show it.

    Attributes:
        title: what happened, in the schema's words.
        effective: from when it holds.
        time: when the source wrote it down.
        received: when it reached the hub.
        commit_no: from when the hub knew it.
        seen: whether the viewer may open it.
    """

    pos: int
    type: str
    title: str
    detail: str
    skey: int
    about: Named | None
    subject: str
    effective: dt.datetime
    time: dt.datetime
    received: dt.datetime
    commit_no: int
    source: str
    amendment: str | None
    seen: bool


def title_of(event_type: EventType | None, name: str) -> str:
    """What an event of this type says happened: the first sentence of its model's docstring, which is Indonesian."""
    if event_type is None:
        return name
    said = (event_type.model.__doc__ or name).strip().partition("\n")[0].partition(";")[0].rstrip(".")
    return said if len(said) <= LONGEST else said.partition(",")[0]


def detail_of(payload: str) -> str:
    """The one thing that tells an event from others of its type: how a post was filled, which status, to whom."""
    said: dict[str, Any] = from_json(payload)
    said = said.get("payload", said)
    for name, words_of in _TELLING.items():
        if isinstance(value := said.get(name), str):
            return words.word(words_of, value)
    return ""


def columns() -> Select[Any]:
    """Every column of an event that a page needs, with the names behind its numbers."""
    asked = select(
        *(event.c[name] for name in ("pos", "skey", "okey", "id", "time", "received", "payload", "blob", "about", "of_key", "history")),
        *(event.c[name] for name in ("part", "off", "origin", "trace", "topic")),
        event_type.c.name.label("type"),
        source.c.slug,
        source.c.name.label("source"),
        source.c.agency.label("sender"),
        subject.c.subject,
        subject.c.kind,
        commit.c.commit_no,
    )
    joined = event.join(event_type, event_type.c.no == event.c.type).join(source, source.c.no == event.c.source)
    return asked.select_from(joined.join(commit, commit.c.batch == event.c.batch).join(subject, subject.c.skey == event.c.skey))


async def evidence(connection: AsyncConnection, viewer: Viewer, keys: Iterable[int]) -> Sequence[Logged]:
    """The newest events of the subjects, in the order in which the hub came to know them; what the viewer may not open only is there."""
    wanted = sorted(set(keys))
    asked = columns().where(event.c.skey.in_(wanted)).order_by(event.c.pos.desc()).limit(MOST)
    rows = (await connection.execute(asked)).all()
    names = await named(connection, viewer, wanted)
    return [logged(row, names) for row in reversed(rows)]


def logged(row: Row[Any], names: dict[int, Named]) -> Logged:
    """A row of `columns` as lists show it."""
    known, about = EVENT_TYPES.get(row.type), names.get(row.skey)
    return Logged(
        pos=row.pos,
        type=row.type,
        title=title_of(known, row.type),
        detail=detail_of(row.payload) if about is not None and about.seen else "",
        skey=row.skey,
        about=about,
        subject=row.subject,
        effective=moment(effective_of(row.okey)),
        time=row.time,
        received=row.received,
        commit_no=row.commit_no,
        source=row.source,
        amendment=known.amendment if known else None,
        seen=about is not None and about.seen,
    )
