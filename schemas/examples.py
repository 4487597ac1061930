"""One valid example of each type of event, made from the examples of its fields: for the docs, the published schemas and the tests."""

from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from schemas.event_type import EventType
from schemas.registry import EVENT_TYPES, facts_of_domain

KEY: Final = "118"
SOURCES: Final = {
    "personnel": "/32.73/bkpsdm/simpeg",
    "payroll": "/32.73/bpkad/gaji",
    "complaints": "/32.73/diskominfo/lapor",
    "spending": "/32.73/bpkad/sipd",
    "reference": "/32.73/setda/organisasi",
}
"""A source that might say it, for each domain."""


def example(event_type: EventType) -> dict[str, Any]:
    """A structured CloudEvent, JSON-ready. An amendment is that of the first fact of its domain."""
    target = event_type if event_type.amendment is None else facts_of_domain(event_type.domain)[0]
    source = SOURCES[event_type.domain]
    return {
        "specversion": "1.0",
        "id": _id(event_type),
        "source": source,
        "type": event_type.name,
        "subject": f"{target.kind}/{source.rpartition('/')[2]}:{KEY}",
        "time": "2026-01-05T09:30:00+07:00",
        "datacontenttype": "application/json",
        "data": example_data(event_type.model) if event_type is target else _amendment(event_type, target),
    }


def example_data(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model, each with its first example; a field that holds a model is made of that model's own."""
    found = {name: _value(field) for name, field in model.model_fields.items()}
    return {name: value for name, value in found.items() if value is not None}


def _id(event_type: EventType) -> str:
    return f"{event_type.short.partition('.')[2]}:{KEY}:000001"


def _value(field: FieldInfo) -> Any:
    if field.examples:
        return field.examples[0]
    models, many = _models(field.annotation), _is_many(field.annotation)
    inner = example_data(models[0]) if models else None
    return [inner] if many and inner else inner


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models(argument)]


def _is_many(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is tuple or any(map(_is_many, get_args(annotation)))


def _amendment(event_type: EventType, target: EventType) -> dict[str, Any]:
    of = {"source": SOURCES[target.domain], "id": _id(target), "type": target.name}
    if event_type.amendment == "withdrawal":
        return {"of": of, "reason": "Surat terkirim karena keliru"}
    return {"of": of, "payload": example_data(target.model), "reason": "Salah ketik"}


def examples() -> dict[str, dict[str, Any]]:
    """All of them, by the name of the type."""
    return {name: example(event_type) for name, event_type in EVENT_TYPES.items()}
