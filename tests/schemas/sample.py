"""One good event and ways to spoil it."""

import json
from typing import Any

from schemas.examples import example
from schemas.registry import EVENT_TYPES

POST_FILLED = "id.go.pemda.personnel.post-filled.v1"
RECEIVED = "id.go.pemda.complaints.received.v1"
LINE_PAID = "id.go.pemda.payroll.line-paid.v1"


def good(name: str = POST_FILLED, /, **changes: Any) -> dict[str, Any]:
    """An example of the type, attributes replaced; None takes one away."""
    event = example(EVENT_TYPES[name]) | changes
    return {attribute: value for attribute, value in event.items() if value is not None}


def with_data(name: str = POST_FILLED, /, **changes: Any) -> dict[str, Any]:
    """An example of the type, fields of its data replaced; None takes one away."""
    data = good(name)["data"] | changes
    return good(name, data={field: value for field, value in data.items() if value is not None})


def as_bytes(event: Any, **options: Any) -> bytes:
    return json.dumps(event, **({"separators": (",", ":")} | options)).encode()
