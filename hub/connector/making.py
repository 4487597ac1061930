"""A record as the event that the intake would get: id, subject, attributes; and no number of a person in any key."""

import base64
from datetime import datetime
from typing import Final

from hub.connector.kit import Record
from hub.keys import Hashes
from hub.store.sources import Source
from schemas.encode import encode
from schemas.event_type import EventType
from schemas.fields import Payload
from schemas.personal_keys import holds_person_number
from schemas.registry import event_type_of

DIGITS: Final = 6
"""Versions are zero-padded, so that ids of one key sort in the order of their versions."""
_ALL: Final = (1 << 64) - 1


class Maker:
    """Makes the events of one source."""

    def __init__(self, region: str, source: Source, hashes: Hashes, *, history: bool) -> None:
        self._source = source
        self._path = source.path(region)
        self._hashes = hashes
        self._history = "true" if history else None

    def name(self, record: Record) -> str:
        """Event and key: what the versions of a record have in common."""
        return f"{_short(event_type_of(record.data))}:{self.key(record.key)}"

    def key(self, key: str, slug: str = "") -> str:
        """The source's key, hashed where it holds a NIP or NIK; the same for every record and reference of that source.

        Thirteen letters and digits of base 32, which can never look like such a number themselves.
        """
        if not holds_person_number(key):
            return key
        hashed = self._hashes.alias(f"key {slug or self._source.slug}", key) & _ALL
        return "h" + base64.b32encode(hashed.to_bytes(8, "big")).decode().rstrip("=").lower()

    def event(self, record: Record, version: str) -> bytes:
        """The record as one structured CloudEvent, not yet checked."""
        event_type = event_type_of(record.data)
        return encode(
            self._without_numbers(record.data, event_type),
            id=f"{self.name(record)}:{version}",
            source=self._path,
            subject=f"{event_type.kind}/{self._source.slug}:{self.key(record.key)}",
            time=record.time,
            origin=record.origin,
            about=None if record.about is None else self._reference(record.about),
            history=self._history,
        )

    def about_itself(self, data: Payload, name: str, time: datetime) -> bytes:
        """What the source says of itself."""
        subject = f"source/{self._source.slug}:{self._source.slug}"
        return encode(data, id=f"{_short(event_type_of(data))}:{name}", source=self._path, subject=subject, time=time)

    def _without_numbers(self, data: Payload, event_type: EventType) -> Payload:
        said = {name: getattr(data, name) for name in event_type.references}
        changed = {name: self._reference(value) for name, value in said.items() if value is not None and holds_person_number(value)}
        return data.model_copy(update=changed) if changed else data

    def _reference(self, subject: str) -> str:
        """A subject of any source with its key made safe."""
        head, _, key = subject.partition(":")
        return f"{head}:{self.key(key, head.rpartition('/')[2])}"


def counted(version: int) -> str:
    return f"{version:0{DIGITS}}"


def _short(event_type: EventType) -> str:
    return event_type.short.rpartition(".")[2]
