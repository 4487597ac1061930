"""One readable event of a batch on its way into the log, and one that could not be read."""

from typing import Any

import msgspec

Position = tuple[int, int]
"""(number of the topic, partition)."""


class Incoming(msgspec.Struct, gc=False):
    """An event that was read and admitted.

    Attributes:
        key: 16 bytes, hash of (source, id); mac: 16 bytes, keyed MAC of what it says.
        okey: order key (hub/store/order.py); effective, time, received: microseconds since 2000.
        plain, classified: canonical JSON of the two halves of its data; classified is None where there is nothing to hide.
        about: whose key seals the classified half; None: the subject's.
        hashes: keyed hashes of the joining fields.
        of_key: key of the event that it amends.
        body: what was sent, for the desk.
        agency: the sender.
    """

    key: bytes
    mac: bytes
    skey: int
    subject: str
    kind: int
    type_no: int
    okey: bytes
    effective: int
    time: int
    received: int
    data: Any
    plain: bytes
    classified: bytes | None
    about: int | None
    hashes: tuple[int | None, ...]
    of_key: bytes | None
    source_no: int
    id: str
    topic_no: int
    part: int
    off: int
    history: bool
    origin: str | None
    trace: str | None
    body: bytes
    topic: str
    agency: str
    type: str
    blob: bytes | None = None
    pos: int = 0

    @property
    def position(self) -> Position:
        return self.topic_no, self.part

    def refuse(self, code: str, sentence: str) -> "Refused":
        """The same event on its way to the desk."""
        return Refused(
            code=code,
            sentence=sentence,
            pointer="",
            agency=self.agency,
            source_no=self.source_no,
            id=self.id,
            type=self.type,
            key=self.key,
            topic=self.topic,
            topic_no=self.topic_no,
            part=self.part,
            off=self.off,
            received=self.received,
            body=self.body,
        )


class Refused(msgspec.Struct, gc=False):
    """An event for the desk; `body` is what was sent, and is stored encrypted."""

    code: str
    sentence: str
    pointer: str
    agency: str
    source_no: int | None
    id: str | None
    type: str | None
    key: bytes | None
    topic: str
    topic_no: int
    part: int
    off: int
    received: int
    body: bytes

    @property
    def position(self) -> Position:
        return self.topic_no, self.part
