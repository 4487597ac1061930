"""The AsyncAPI 3.0 document: one channel for each domain, whose topic ends in the sender's agency; one message for each type of event."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from schemas.event_type import EventType
from schemas.examples import example
from schemas.fields import subject_pattern

FORMAT: Final = "application/schema+json;version=draft-2020-12"
CONTENT_TYPE: Final = "application/cloudevents+json"
Node = dict[str, Any]


def document(event_types: Iterable[EventType], path_of: Callable[[EventType], str]) -> Node:
    """The document; its messages point to the schema files beside it."""
    types = list(event_types)
    domains = list(dict.fromkeys(t.domain for t in types))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Simpul",
            "version": "1",
            "description": "Peristiwa yang dikirim OPD kepada simpul peristiwa pemerintah daerah, sebagai CloudEvents 1.0.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {"kafka": _server()},
        "channels": {domain: _channel(domain, [t for t in types if t.domain == domain]) for domain in domains},
        "operations": {f"receive-{domain}": _operation(domain) for domain in domains},
        "components": {"messages": {_name(t): _message(t, path_of(t)) for t in types}},
    }


def _name(event_type: EventType) -> str:
    return f"{event_type.short}.v{event_type.version}"


def _server() -> Node:
    return {
        "host": "{host}",
        "protocol": "kafka-secure",
        "description": "Kafka milik daerah; ACL mengikat tiap OPD pada topiknya.",
        "variables": {"host": {"description": "Alamat dan port yang diberikan saat pendaftaran."}},
    }


def _channel(domain: str, types: list[EventType]) -> Node:
    return {
        "address": f"{domain}.{{agency}}",
        "title": domain,
        "description": "Topik domain untuk satu OPD pengirim; kuncinya objek (subject).",
        "parameters": {"agency": {"description": "Kode singkat OPD pengirim.", "examples": ["dishub"]}},
        "messages": {_name(t): {"$ref": f"#/components/messages/{_name(t)}"} for t in types},
    }


def _operation(domain: str) -> Node:
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{domain}"},
        "summary": f"Simpul menerima peristiwa {domain} dari OPD.",
    }


def _message(event_type: EventType, path: str) -> Node:
    subject = {"pattern": subject_pattern(event_type.kind)}
    schema = {
        "allOf": [
            {"$ref": "./envelope.json"},
            {"properties": {"type": {"const": event_type.name}, "subject": subject, "data": {"$ref": f"./{path}"}}},
        ]
    }
    return {
        "name": event_type.name,
        "title": event_type.short,
        "summary": (event_type.model.__doc__ or "").partition("\n")[0],
        "contentType": CONTENT_TYPE,
        "payload": {"schemaFormat": FORMAT, "schema": schema},
        "examples": [{"name": "contoh", "payload": example(event_type)}],
    }
