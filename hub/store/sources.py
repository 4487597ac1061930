"""The registry of sources: who may say what. Read by the intake and the consumer, so that both decide alike."""

import datetime as dt
from typing import Any, Final, Literal

import msgspec

from hub.store.order import instant

Scope = Literal["own", "region"]
_READ: Final = "SELECT no, slug, agency, domains, scope, live_from, closed_at FROM source"


class Source(msgspec.Struct, frozen=True):
    """A registered system of an agency.

    Attributes:
        agency: slug of the sender.
        scope: "own": speaks of its own agency alone; "region": of all.
        live_from: causes with an earlier time notify nobody; microseconds since 2000.
        closed_at: from then on nothing more is taken; microseconds since 2000.
    """

    no: int
    slug: str
    agency: str
    domains: frozenset[str]
    scope: Scope
    live_from: int | None
    closed_at: int | None

    def path(self, region: str) -> str:
        """The `source` attribute of its events."""
        return f"/{region}/{self.agency}/{self.slug}"


class Sources:
    """All sources of the region, by what an event says and by what a subject says; loaded anew by whoever holds it."""

    def __init__(self, region: str) -> None:
        self._region = region
        self.by_path: dict[str, Source] = {}
        self.by_slug: dict[str, Source] = {}
        self.by_no: dict[int, Source] = {}

    async def load(self, connection: Any) -> None:
        """Reads the registry; `connection` hands out timestamptz as instants or as datetimes."""
        rows = await connection.fetch(_READ)
        found = [
            Source(no, slug, agency, frozenset(domains), scope, _at(live), _at(end)) for no, slug, agency, domains, scope, live, end in rows
        ]
        self.by_path = {source.path(self._region): source for source in found}
        self.by_slug = {source.slug: source for source in found}
        self.by_no = {source.no: source for source in found}


def _at(value: int | dt.datetime | None) -> int | None:
    if isinstance(value, dt.datetime):
        return instant(value)
    return value
