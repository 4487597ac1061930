"""What `schemas/published` holds, by path: one JSON Schema for each type and version, the envelope, one AsyncAPI document."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from schemas.amendments import corrections, withdrawal_model
from schemas.asyncapi import document
from schemas.envelope import Event
from schemas.event_type import EventType
from schemas.examples import example
from schemas.extensions import LONGEST
from schemas.registry import EVENT_TYPES, facts_of_domain

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def path_of(event_type: EventType) -> str:
    """Where the schema of an event's data lies, e.g. ``personnel/post-filled.v1.json``."""
    return f"{event_type.domain}/{event_type.short.partition('.')[2]}.v{event_type.version}.json"


def data_schema(event_type: EventType) -> Schema:
    """JSON Schema 2020-12 of an event's data."""
    facts = facts_of_domain(event_type.domain)
    model: Any = event_type.model
    if event_type.amendment == "correction":
        model = corrections(facts, plain=False)
    elif event_type.amendment == "withdrawal":
        model = withdrawal_model(facts)
    made = TypeAdapter[Any](model).json_schema()
    head = {
        "$schema": DIALECT,
        "$id": f"urn:pemda:schema:{event_type.short}:{event_type.version}",
        "title": event_type.short,
        "description": event_type.model.__doc__ or "",
    }
    return head | {key: value for key, value in made.items() if key not in head} | {"examples": [example(event_type)["data"]]}


def envelope_schema() -> Schema:
    """JSON Schema of the attributes; extension attributes are as `schemas.extensions` takes them."""
    made = TypeAdapter(Event).json_schema()
    extension = {"anyOf": [{"type": "string", "maxLength": LONGEST}, {"type": "boolean"}, {"type": "integer"}, {"type": "null"}]}
    closed = {"patternProperties": {"^[a-z0-9]{1,20}$": extension}, "additionalProperties": False}
    head = {"$schema": DIALECT, "$id": "urn:pemda:schema:envelope", "title": "CloudEvent", "description": "Atribut setiap peristiwa."}
    known = set(made["properties"])
    return head | {key: value for key, value in made.items() if key not in head} | _besides(closed, known)


def _besides(closed: Schema, known: set[str]) -> Schema:
    """A pattern applies to named properties too; so it must not match them."""
    name = "|".join(sorted(known))
    (rule,) = closed["patternProperties"].values()
    return closed | {"patternProperties": {f"^(?!(?:{name})$)[a-z0-9]{{1,20}}$": rule}}


@cache
def files() -> Mapping[str, Schema]:
    """All files by path. Made once: a hundred models take a second."""
    schemas = {path_of(event_type): data_schema(event_type) for event_type in EVENT_TYPES.values()}
    return {"envelope.json": envelope_schema(), "asyncapi.json": document(EVENT_TYPES.values(), path_of), **schemas}
