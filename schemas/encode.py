"""A fact as one structured CloudEvent (JSON), for connectors, the intake's own events and tests."""

from datetime import datetime
from typing import Any

from pydantic_core import to_json

from schemas.payload import Payload
from schemas.registry import event_type_of


def encode(data: Payload, *, id: str, source: str, subject: str, time: datetime, **attributes: str | None) -> bytes:  # noqa: A002 -- CloudEvents' name
    """The event as `decode` reads it; `attributes` are the optional ones and extensions (`about`, `origin`, ...).

    Checks nothing: `decode` does.
    """
    envelope: dict[str, Any] = {
        "specversion": "1.0",
        "id": id,
        "source": source,
        "type": event_type_of(data).name,
        "subject": subject,
        "time": time,
        **{name: value for name, value in attributes.items() if value is not None},
        "data": data,
    }
    return to_json(envelope, exclude_none=True)
