"""The CloudEvents SDK for Python as sender: what it writes in each mode is the event that we mean."""

from datetime import datetime
from typing import Any

import pytest
from cloudevents.core.bindings import http as sdk_http
from cloudevents.core.bindings import kafka as sdk_kafka
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from schemas.decode import decode
from schemas.examples import examples
from schemas.http import message
from schemas.kafka import structured
from schemas.registry import EVENT_TYPES
from schemas.split import split
from tests.schemas.sample import as_bytes

EXTRA = {"partitionkey": "post/simpeg:118", "origin": 'berkas "a b" 100%', "catatan": "é 😀"}


def sent(event: dict[str, Any]) -> CloudEvent:
    attributes = {name: value for name, value in event.items() if name != "data"} | EXTRA
    return CloudEvent(attributes | {"time": datetime.fromisoformat(event["time"])}, event["data"])


def over_http(event: CloudEvent, mode: str) -> bytes:
    made = getattr(sdk_http, f"to_{mode}")(event, JSONFormat())
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in made.headers.items()]
    (value,) = message(headers, made.body if isinstance(made.body, bytes) else made.body.encode()).events
    return value


def over_kafka(event: CloudEvent, mode: str) -> bytes:
    made = getattr(sdk_kafka, f"to_{mode}")(event, JSONFormat())
    return structured(list(made.headers.items()), made.value if isinstance(made.value, bytes) else made.value.encode())


@pytest.mark.parametrize("mode", ["binary", "structured"])
@pytest.mark.parametrize("transport", [over_http, over_kafka])
@pytest.mark.parametrize("name", EVENT_TYPES)
def test_event_of_the_sdk_is_read_as_it_was_meant(name: str, transport: Any, mode: str) -> None:
    event = examples()[name]
    received = decode(transport(sent(event), mode))
    expected = decode(as_bytes(event | EXTRA))
    assert received == expected
    assert split(received) == split(expected)
