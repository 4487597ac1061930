"""From a row of the log to what the fold needs: the plain half is read again by its own contract, the encrypted half is carried."""

from typing import Protocol

from hub.intake.effective import effective_in
from hub.projection.fold import Told
from hub.store.log import Logged
from hub.store.order import Days, effective_of, tie_of, time_of
from schemas.registry import EVENT_TYPES
from schemas.split import decode_plain


class Names(Protocol):
    """Names of the event types by their numbers; `hub.store.numbers.Numbers` has them."""

    def name(self, number: int) -> str: ...


class Teller:
    """Decodes logged events."""

    def __init__(self, types: Names, days: Days) -> None:
        self._types = types
        self._days = days

    def __call__(self, logged: Logged) -> Told:
        event_type = EVENT_TYPES[self._types.name(logged.type_no)]
        data = decode_plain(event_type, logged.payload.encode())
        told, payload, effective, time = event_type, data, effective_of(logged.okey), time_of(logged.okey)
        if event_type.amendment == "correction":
            told, payload = EVENT_TYPES[data.of.type], data.payload  # type: ignore[attr-defined]  # a correction has both
            effective = effective_in(self._days, told, payload, time)
        return Told(
            key=logged.key,
            tie=tie_of(logged.okey),
            type=event_type.name,
            rank=event_type.rank,
            source=logged.source_no,
            effective=effective,
            time=time,
            payload=payload,
            payload_type=told.name,
            hashes=logged.hashes or (None,) * len(told.joins),
            token=logged.blob,
            dated=told.effective != "time",
            amendment=event_type.amendment,
            of_key=logged.of_key,
        )
