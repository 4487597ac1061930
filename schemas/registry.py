"""All types of event that the hub knows, by name. A new domain is a file and one line here."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType, ModuleType
from typing import Final

from schemas import complaints, payroll, personnel, reference, spending
from schemas.amendments import amendments_of
from schemas.event_type import EventType, Join, declared, event
from schemas.payload import Payload

__all__ = ["DOMAINS", "EVENT_TYPES", "EventType", "Join", "event", "event_type_of", "facts_of_domain"]

DOMAINS: Final[Mapping[str, ModuleType]] = MappingProxyType(
    {
        "personnel": personnel,
        "payroll": payroll,
        "complaints": complaints,
        "spending": spending,
        "reference": reference,
    }
)


def _types(domain: str, module: ModuleType) -> Iterator[EventType]:
    found = [event_type for thing in vars(module).values() if (event_type := declared(thing))]
    if strangers := [event_type.name for event_type in found if event_type.domain != domain]:
        raise ValueError(f"{module.__name__} declares events of another domain: {strangers}")
    yield from sorted(found, key=lambda event_type: (event_type.kind, event_type.rank))
    yield from amendments_of(domain)


EVENT_TYPES: Final[Mapping[str, EventType]] = MappingProxyType(
    {event_type.name: event_type for domain, module in DOMAINS.items() for event_type in _types(domain, module)}
)


def facts_of_domain(domain: str) -> tuple[EventType, ...]:
    """The types of a domain that can be amended: all but the amendments."""
    return tuple(t for t in EVENT_TYPES.values() if t.domain == domain and t.amendment is None)


def event_type_of(data: Payload | type[Payload]) -> EventType:
    """The type that a fact's data is of, plain data included. Amendments have no one type: each domain has its own.

    Raises:
        LookupError: the class is no event's.
    """
    model = data if isinstance(data, type) else type(data)
    for base in model.__mro__:
        if found := declared(base):
            return found
    raise LookupError(f"{model.__name__} is the data of no event")
