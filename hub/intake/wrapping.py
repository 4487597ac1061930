"""WRAP: an event that may be taken, as the message that Kafka gets: canonical structured JSON, keyed by its subject."""

from typing import NamedTuple

from hub import trace
from hub.bus.publisher import Message
from hub.bus.records import topic_of
from hub.intake.stamp import Stamps
from schemas.envelope import MAX_BYTES, Event
from schemas.errors import Code, Unreadable


class Wrapped(NamedTuple):
    """An event on its way: key and MAC as the consumer will compute them, and the message."""

    event: Event
    key: bytes
    mac: bytes
    message: Message


def wrap(event: Event, *, prefix: str, stamps: Stamps, parent: trace.Trace) -> Wrapped:
    """Wraps an event.

    Args:
        event: as `decode` gave it; a valid `traceparent` of its own is continued.
        prefix: of the topics.
        stamps: what the consumer need not do again.
        parent: place in the trace of the request, for an event that has none of its own.

    Raises:
        Unreadable: with what the wrapping adds it is larger than the consumer reads.
    """
    here = trace.continued(event.traceparent if trace.parsed(event.traceparent) else str(parent))
    told = event.model_copy(update={"traceparent": str(here)})
    stamped = stamps.put(told)
    if len(stamped.value) > MAX_BYTES:
        raise Unreadable(Code.TOO_LARGE, f"Peristiwa lebih besar dari {MAX_BYTES // 1024} KiB.")
    topic = topic_of(prefix, event.event_type.domain, event.agency)
    headers = [*stamped.headers, (trace.HEADER, str(here).encode())]
    return Wrapped(event, stamped.key, stamped.mac, Message(topic, event.subject.encode(), stamped.value, headers))
