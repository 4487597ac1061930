"""From when a fact holds, as an instant: its TMT at 00:00 in the region's zone, its own instant, or the time at which it was recorded."""

from hub.store.order import Days, instant
from schemas.event_type import EventType
from schemas.payload import Payload


def effective_in(days: Days, event_type: EventType, payload: Payload | None, time: int) -> int:
    """The effective instant of a fact; of a withdrawal (no payload) its time. Microseconds since 2000."""
    if payload is None or event_type.effective == "time":
        return time
    said = payload.effective  # type: ignore[attr-defined]  # event types that say "day" or "instant" have the field
    return days.instant(said) if event_type.effective == "day" else instant(said)
