"""Bytes to an event, in one pass of pydantic; or `Unreadable` with its reason, and never another error.

What pydantic's parser lets pass is found by cheap tests that may suspect too much, never too little; only then an exact look decides:

- Keys given twice. Models are closed, so each key of valid input is a field that some model has taken. Text in which no blank stands before
  a colon has ``":`` at least once per key; where it has it no oftener than models took fields, no key was dropped as a repeat.
- NUL, which can only stand escaped.
"""

from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, Discriminator, Field, TypeAdapter, ValidationError, create_model

from schemas.amendments import corrections, withdrawal_model
from schemas.envelope import MAX_BYTES, Event
from schemas.errors import Code, Unreadable
from schemas.event_type import EventType
from schemas.exact import refuse_broken, refuse_duplicates, refuse_nul
from schemas.extensions import refuse_extensions
from schemas.faults import unreadable
from schemas.fields import subject_pattern
from schemas.payload import Payload
from schemas.personal_keys import holds_person_number
from schemas.registry import EVENT_TYPES, facts_of_domain
from schemas.suspicion import has_long_number, is_odd

__all__ = ["Event", "decode", "event_model", "matter"]


def _data(event_type: EventType) -> Any:
    if event_type.amendment == "correction":
        return corrections(facts_of_domain(event_type.domain), plain=False)
    if event_type.amendment == "withdrawal":
        return withdrawal_model(facts_of_domain(event_type.domain))
    return event_type.model


def event_model(event_type: EventType) -> type[Event]:
    """The envelope of one type: its name, the kind of its subject, its data."""
    base = Event.model_fields
    subject = Field(pattern=subject_pattern(event_type.kind), title=base["subject"].title, description=base["subject"].description)
    name: Any = Annotated[Literal[event_type.name], base["type"]]
    data: Any = Annotated[_data(event_type), Field(title="Isi", description="Isi peristiwa.")]
    model = create_model(
        f"Event {event_type.short} v{event_type.version}",
        __base__=Event,
        type=(name, ...),
        subject=(str, subject),
        data=(data, ...),
    )
    model.event_type = event_type
    return model


_MODELS: Any = reduce(or_, map(event_model, EVENT_TYPES.values()))
_ANY_EVENT: Any = Annotated[_MODELS, Discriminator("type")]
_read: Final = TypeAdapter[Event](_ANY_EVENT).validator.validate_json


def decode(value: bytes) -> Event:
    """One structured CloudEvent (JSON) as an event.

    Raises:
        Unreadable: for whatever is wrong with it.
    """
    if len(value) > MAX_BYTES:
        raise Unreadable(Code.TOO_LARGE, f"Peristiwa lebih besar dari {MAX_BYTES // 1024} KiB.")
    try:
        event: Event = _read(value, strict=True)
    except ValidationError as error:
        refuse_broken(value)
        raise unreadable(error) from None
    odd = is_odd(value)
    if odd and b"\\u0000" in value:
        refuse_nul(value)
    if odd or value.count(b'":') > len(event.__pydantic_fields_set__) + _keys(event.data):
        refuse_duplicates(value)
    if event.__pydantic_extra__:
        refuse_extensions(event.__pydantic_extra__)
    _refuse_misplaced(event)
    return event


def _keys(model: BaseModel) -> int:
    """Fields that a model took from the input, all levels."""
    taken = len(model.__pydantic_fields_set__)
    for name in _nested(type(model)):
        inner = getattr(model, name)
        if isinstance(inner, tuple):
            taken += sum(map(_keys, inner))
        elif inner is not None:
            taken += _keys(inner)
    return taken


@cache
def _nested(model: type[BaseModel]) -> tuple[str, ...]:
    """Fields that hold models."""
    return tuple(name for name, field in model.model_fields.items() if _holds_model(field.annotation))


def _holds_model(annotation: Any) -> bool:
    return (isinstance(annotation, type) and issubclass(annotation, BaseModel)) or any(map(_holds_model, get_args(annotation)))


def matter(event: Event) -> tuple[EventType, Payload | None]:
    """What an event is about: type and data; for a correction the amended type and the right payload; for a withdrawal no data."""
    event_type, data = event.event_type, event.data
    if event_type.amendment is None:
        return event_type, data
    return EVENT_TYPES[data.of.type], data.payload if event_type.amendment == "correction" else None


def _refuse_misplaced(event: Event) -> None:
    """What no pattern of one field can say."""
    event_type, data = matter(event)
    if event_type is not event.event_type and not event.subject.startswith(event_type.kind + "/"):
        raise Unreadable(Code.WRONG_FIELD, f"Objek (subject) harus sama dengan peristiwa asal: {event_type.kind}/…", "/subject")
    keys = [event.id, event.subject, event.about or "", event.partitionkey or ""]
    if data:
        keys += [getattr(data, name) or "" for name in event_type.references]
    if has_long_number("\n".join(keys)):
        _refuse_personal_keys(event, event_type, data)


def _refuse_personal_keys(event: Event, event_type: EventType, data: Payload | None) -> None:
    if holds_person_number(event.id, nik=False):
        raise _personal("/id")
    for name in ("subject", "partitionkey", "about"):
        if holds_person_number(getattr(event, name) or ""):
            raise _personal(f"/{name}")
    for name in event_type.references if data else ():
        if holds_person_number(getattr(data, name) or ""):
            raise _personal(f"/data/{name}" if data is event.data else f"/data/payload/{name}")


def _personal(pointer: str) -> Unreadable:
    sentence = (
        "Kunci tidak boleh memuat NIP, NI PPPK, atau NIK. Pakai kunci sumber sendiri, atau kunci yang diacak dengan kunci pendaftaran."
    )
    return Unreadable(Code.PERSONAL_KEY, sentence, pointer)
