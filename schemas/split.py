"""An event's data in two parts: canonical JSON of what may be shown, and of what is encrypted; and the values that rules join by.

Same content, same bytes: fields in the order of the model, absent ones left out, one spelling per value; whatever the input's blanks,
order of keys or transport.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from pydantic_core import from_json

from schemas.amendments import Correction, corrections, withdrawal_model
from schemas.decode import matter
from schemas.envelope import Event
from schemas.event_type import EventType
from schemas.payload import Payload
from schemas.registry import EVENT_TYPES, facts_of_domain


class Parts(NamedTuple):
    """The parts of an event.

    Attributes:
        plain: canonical JSON of the data without its encrypted fields.
        classified: canonical JSON of the encrypted fields of the data (of a correction: of its payload), flat; None where there are none.
        joins: values of the joining fields in declared order (`EventType.joins` of what is amended, for an amendment); None where absent.
    """

    plain: bytes
    classified: bytes | None
    joins: tuple[str | None, ...]


def split(event: Event) -> Parts:
    """The parts of an event that `decode` gave."""
    event_type, payload = matter(event)
    data = event.data
    to_json = type(data).__pydantic_serializer__.to_json
    if payload is None or not event_type.encrypted:
        return Parts(to_json(data, exclude_none=True), None, ())
    hidden: Any = _hidden(event_type.encrypted)
    plain = to_json(data, exclude={"payload": hidden} if isinstance(data, Correction) else hidden, exclude_none=True)
    classified = type(payload).__pydantic_serializer__.to_json(payload, include=hidden, exclude_none=True)
    joins = tuple([getattr(payload, join.field) for join in event_type.joins])
    return Parts(plain, classified if classified != b"{}" else None, joins)


@cache
def _hidden(names: tuple[str, ...]) -> set[str]:
    return set(names)


@cache
def _plain_reader(name: str) -> Callable[[bytes], Payload]:
    event_type, model = EVENT_TYPES[name], EVENT_TYPES[name].plain_model
    if event_type.amendment == "correction":
        model = corrections(facts_of_domain(event_type.domain), plain=True)
    elif event_type.amendment == "withdrawal":
        model = withdrawal_model(facts_of_domain(event_type.domain))
    return TypeAdapter(model).validator.validate_json


def decode_plain(event_type: EventType, plain: bytes) -> Payload:
    """The data of a logged event from its plain part, for replay: an instance of the model's plain subclass.

    Raises:
        pydantic.ValidationError: the bytes are not what `split` wrote for this type.
    """
    return _plain_reader(event_type.name)(plain)


def decode_classified(event_type: EventType, classified: bytes) -> dict[str, Any]:
    """The encrypted fields by name, from what `split` wrote: JSON values, for pages that may show them.

    Raises:
        ValueError: the bytes hold no fields of this type.
    """
    fields: dict[str, Any] = from_json(classified)
    if strangers := fields.keys() - set(event_type.encrypted):
        raise ValueError(f"{event_type.name} has no encrypted fields {sorted(strangers)}")
    return fields
