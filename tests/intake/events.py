"""Events as agencies send them."""

import json
from typing import Any

LAPOR = "/32.73/diskominfo/lapor"
NOW = "2026-01-05T09:30:00+07:00"


def received(number: int = 1, **changed: Any) -> dict[str, Any]:
    """A complaint that came in; `changed` replaces attributes, None takes them away."""
    event = {
        "specversion": "1.0",
        "type": "id.go.pemda.complaints.received.v1",
        "source": LAPOR,
        "id": f"received:{number}:000001",
        "subject": f"complaint/lapor:{number}",
        "time": NOW,
        "data": {"number": str(number), "channel": "SP4N-LAPOR!", "agency": "dishub", "effective": NOW},
    }
    return {name: value for name, value in {**event, **changed}.items() if value is not None}


def body(event: Any) -> bytes:
    return json.dumps(event).encode()


def data(**changed: Any) -> dict[str, Any]:
    """The data of `received(1)` with other fields."""
    told: dict[str, Any] = received()["data"]
    return {**told, **changed}
