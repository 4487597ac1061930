"""Stories told to a real database by the real fold, without Kafka: what a rule is asked about in its own tests."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from hub.alerts.stories import Part
from hub.keys.hashes import Hashes, event_key, subject_key
from hub.projection.fold import Told, fold
from hub.projection.states import StateStore
from hub.store.order import Days, instant
from hub.views.kit import State
from hub.views.registry import VIEWS
from hub.views.things import SUBJECT_KINDS
from schemas.registry import event_type_of

RECORDED = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
_HASHES = Hashes(bytes(32))
_STORES = {view.thing: StateStore(view) for view in VIEWS.values()}


def told(part: Part, number: int, days: Days) -> Told:
    """A part as the fold sees it, recorded `number` seconds after the others."""
    kind, data = event_type_of(type(part.data)), part.data
    time = instant(RECORDED + dt.timedelta(seconds=number))
    said = getattr(data, "effective", None)
    effective = time if said is None else instant(said) if isinstance(said, dt.datetime) else days.instant(said)
    values = [(join.kind, getattr(data, join.field)) for join in kind.joins]
    hashes = tuple(None if value is None else _HASHES.alias(name, value) for name, value in values)
    key = event_key("story", str(number))
    return Told(key, key, kind.name, kind.rank, 1, effective, time, data, kind.name, hashes, None)


class Stage:
    """Subjects of a database and their facts so far."""

    def __init__(self, connection: Any, days: Days) -> None:
        self._connection = connection
        self._days = days
        self._told: dict[str, list[Told]] = {}
        self._states: dict[str, State | None] = {}
        self._number = 0

    async def tell(self, parts: Iterable[Part]) -> dict[int, set[int]]:
        """Writes what the parts change; the marks that they leave."""
        marks: dict[int, set[int]] = {}
        touched = []
        for part in parts:
            self._number += 1
            self._told.setdefault(part.subject, []).append(told(part, self._number, self._days))
            touched.append(part.subject)
        for subject in dict.fromkeys(touched):
            await self._fold(subject, marks)
        return marks

    async def forget(self, subject: str, place: int) -> dict[int, set[int]]:
        """Takes back one fact of a subject, as a withdrawal does."""
        marks: dict[int, set[int]] = {}
        del self._told[subject][place]
        await self._fold(subject, marks)
        return marks

    async def _fold(self, subject: str, marks: dict[int, set[int]]) -> None:
        store = _STORES[SUBJECT_KINDS[subject.partition("/")[0]]]
        skey = subject_key(subject)
        now = fold(store.view, skey, subject, self._told[subject], self._days)
        difference = store.difference()
        store.compare(difference, skey, self._states.get(subject), now, marks)
        await store.write(self._connection, difference)
        self._states[subject] = now
