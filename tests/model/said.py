"""What a source said: one event as the model and the histories know it, without a database, a hash or an arrival."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import from_json, to_json

from schemas.encode import encode
from schemas.event_type import EventType
from schemas.payload import Payload
from schemas.registry import event_type_of


@dataclass(frozen=True)
class Said:
    """One event.

    Attributes:
        kind: a fact, or an amendment of one.
        model: class of the data; of an amendment, of the data that it amends.
        data: the data; of a correction the right data, of a withdrawal None.
        of: (source, id) of the event that is amended.
        about: whose the classified fields are; None: the subject's.
    """

    source: str
    id: str
    subject: str
    time: dt.datetime
    model: type[Payload]
    data: Payload | None
    kind: Literal["fact", "correction", "withdrawal"] = "fact"
    of: tuple[str, str] | None = None
    about: str | None = None

    @property
    def told(self) -> EventType:
        """The type of what is told; of an amendment, that of its target."""
        return event_type_of(self.model)

    @property
    def name(self) -> tuple[str, str]:
        return self.source, self.id

    @property
    def classified(self) -> dict[str, Any] | None:
        """The fields that must be encrypted, as JSON values; None where there are none."""
        if self.data is None:
            return None
        fields = from_json(to_json(self.data, include=set(self.told.encrypted), exclude_none=True)) if self.told.encrypted else {}
        return fields or None

    def value(self) -> bytes:
        """The structured CloudEvent."""
        attributes = {"id": self.id, "source": self.source, "subject": self.subject, "time": self.time, "about": self.about}
        if self.kind == "fact":
            return encode(self.data, **attributes)  # type: ignore[arg-type]  # a fact has data, and the attributes are these
        source, name = self.of or ("", "")
        said: dict[str, Any] = {"of": {"source": source, "id": name, "type": self.told.name}, "reason": "Salah ketik"}
        if self.kind == "correction":
            said["payload"] = self.data
        word = "corrected" if self.kind == "correction" else "withdrawn"
        envelope = {"specversion": "1.0", "type": f"id.go.pemda.{self.told.domain}.{word}.v1", **attributes, "data": said}
        return to_json(envelope, exclude_none=True)
