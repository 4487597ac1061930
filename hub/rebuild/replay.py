"""The fold of a slice: by the very code of the live path, from the log alone."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from hub.keys import subject_key
from hub.projection.fold import fold
from hub.projection.telling import Teller
from hub.rebuild.slices import Slice
from hub.store.log import Logged
from hub.store.numbers import Numbers
from hub.store.order import FIRST, Days
from hub.views.kit import State, View
from hub.views.things import SUBJECT_KINDS
from schemas.registry import EVENT_TYPES


class Replayed(NamedTuple):
    """What a slice must be.

    Attributes:
        states: number of the kind → State of each subject that has one.
        heads: subject → columns of its row that are not what the log says.
        broken: subjects of which an event of the log cannot be read, with its columns; they have no State here.
    """

    states: dict[int, dict[int, State]]
    heads: dict[int, tuple[str, ...]]
    broken: dict[int, tuple[str, ...]]


class Replay:
    """Folds slices."""

    def __init__(self, views: Mapping[int, View[Any]], types: Numbers, days: Days) -> None:
        self._views = views
        self._tell = Teller(types, days)
        self._days = days

    @classmethod
    async def prepared(cls, connection: Any, views: Mapping[int, View[Any]], days: Days) -> "Replay":
        """Reads the numbers of the event types; outside of a transaction."""
        types = Numbers("event_type")
        await types.load(connection, set(EVENT_TYPES))
        return cls(views, types, days)

    def __call__(self, part: Slice) -> Replayed:
        done = Replayed({kind: {} for kind in self._views}, {}, {})
        for skey, head in part.heads.items():
            events = part.events.get(skey, [])
            if wrong := _wrong_columns(skey, head.subject, head.kind, head.last, events, amended=head.amended):
                done.heads[skey] = wrong
            try:
                told = [self._tell(event) for event in events]
            except (ValidationError, LookupError):
                done.broken[skey] = ("payload", "type")
                continue
            state = fold(self._views[head.kind], skey, head.subject, told, self._days)
            if state is not None:
                done.states[head.kind][skey] = state
        return done


def newest(events: Sequence[Logged]) -> bytes:
    """The order key that the row of a subject must have."""
    return max((event.okey for event in events), default=FIRST)


def is_amended(events: Sequence[Logged]) -> bool:
    return any(event.of_key is not None for event in events)


def _wrong_columns(skey: int, subject: str, kind: int, last: bytes, events: Sequence[Logged], *, amended: bool) -> tuple[str, ...]:
    right = {
        "skey": subject_key(subject) == skey,
        "kind": SUBJECT_KINDS.get(subject.partition("/")[0]) == kind,
        "last": newest(events) == last,
        "amended": is_amended(events) == amended,
    }
    return tuple(name for name, holds in right.items() if not holds)
