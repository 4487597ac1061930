"""From a Kafka record to an event that can be taken, or to a refusal with its reason. Nothing here touches the database.

The checks are those of the intake: a direct producer gets the same answers, on the desk. What only Kafka knows comes on top: the topic is
the credential, so it says whose domain and agency an event may be.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from hub.bus.records import Record, sender_of
from hub.errors import SetAsideError
from hub.intake.effective import effective_in
from hub.intake.stamp import Stamp, Stamps
from hub.keys import event_key, subject_key
from hub.keys.vault import Vault
from hub.store.incoming import Incoming, Refused
from hub.store.numbers import Numbers
from hub.store.order import EPOCH_UNIX_US, Days, instant, order_key, tie
from hub.store.sources import Source, Sources
from hub.views.things import SUBJECT_KINDS
from schemas.decode import decode, matter
from schemas.envelope import Event
from schemas.errors import Unreadable
from schemas.event_type import EventType
from schemas.glimpse import glimpse
from schemas.kafka import structured
from schemas.registry import EVENT_TYPES
from schemas.split import Parts, decode_plain, split

Admit = Callable[[Event, Source, Sources, int], None]
"""Whether a source may say this at the instant of its receipt; raises SetAsideError.

It is `hub.intake.admission.admit`, so that every way in is the same.
"""

_MEMO_MOST: Final = 500_000
"""Keyed hashes remembered: a person comes again and again, and a hash costs 1.2 µs where a look costs 0.1."""


class _Envelope(msgspec.Struct, gc=False):
    """The attributes of a stamped event that are stored; its data is not read here."""

    id: str
    source: str
    type: str
    subject: str
    origin: str | None = None
    traceparent: str | None = None
    history: bool | str | None = None


_envelope: Final = msgspec.json.Decoder(_Envelope).decode


class Reader:
    """Reads the records of one Kafka cluster for one region."""

    def __init__(self, *, prefix: str, days: Days, vault: Vault, sources: Sources, types: Numbers, topics: Numbers, admit: Admit) -> None:
        self._prefix = prefix
        self._days = days
        self._hashes = vault.hashes
        self._stamps = Stamps(vault, days)
        self._sources = sources
        self._types = types
        self._topics = topics
        self._admit = admit
        self._senders: dict[str, tuple[str, str]] = {}
        self._memo: dict[tuple[str, str], int] = {}

    def read(self, record: Record, ahead: int) -> Incoming | Refused:
        """One record; `ahead` is how far the hub's clock is ahead of real time, in microseconds (0 in production)."""
        received = record.timestamp * 1000 - EPOCH_UNIX_US + ahead
        try:
            stamp = self._stamps.read(record.headers, record.value)
            if stamp is not None:
                return self._stamped(record, received, stamp)
            return self._unstamped(record, received, decode(structured(record.headers, record.value)))
        except Unreadable as error:
            return self._refused(record, received, str(error.code), error.sentence, error.pointer)
        except SetAsideError as error:
            return self._refused(record, received, error.code, error.sentence, error.pointer)

    def _stamped(self, record: Record, received: int, stamp: Stamp) -> Incoming:
        """An event that the hub itself let in."""
        said = _envelope(record.value or b"")
        event_type = EVENT_TYPES[said.type]
        source = self._source(record, said.source, event_type.domain)
        return Incoming(
            key=stamp.key,
            mac=stamp.mac,
            skey=stamp.skey,
            subject=said.subject,
            kind=SUBJECT_KINDS[event_type.kind],
            type_no=self._types[said.type],
            okey=order_key(stamp.effective, stamp.time, event_type.rank, tie(said.id, stamp.key)),
            effective=stamp.effective,
            time=stamp.time,
            received=received,
            data=decode_plain(event_type, stamp.plain),
            plain=stamp.plain,
            classified=stamp.classified,
            about=stamp.about,
            hashes=stamp.hashes,
            of_key=None,
            source_no=source.no,
            id=said.id,
            topic_no=self._topics[record.topic],
            part=record.partition,
            off=record.offset,
            history=said.history in (True, "true"),
            origin=said.origin,
            trace=said.traceparent,
            body=record.value or b"",
            topic=record.topic,
            agency=source.agency,
            type=said.type,
        )

    def _unstamped(self, record: Record, received: int, event: Event) -> Incoming:
        """An event of a direct producer, or an amendment: checked here as at the door."""
        event_type = event.event_type
        source = self._source(record, event.source, event_type.domain)
        self._admit(event, source, self._sources, received)
        told, payload = matter(event)
        time = instant(event.time)
        amends = event_type.amendment is not None
        effective = time if amends else effective_in(self._days, told, payload, time)
        key = event_key(event.source, event.id)
        parts = split(event)
        extra = event.__pydantic_extra__ or {}
        return Incoming(
            key=key,
            mac=self._hashes.content(event_type.name, event.subject, time, parts.plain, parts.classified),
            skey=subject_key(event.subject),
            subject=event.subject,
            kind=SUBJECT_KINDS[told.kind],
            type_no=self._types[event_type.name],
            okey=order_key(effective, time, event_type.rank, tie(event.id, key)),
            effective=effective,
            time=time,
            received=received,
            data=event.data,
            plain=parts.plain,
            classified=parts.classified,
            about=None if event.about is None else subject_key(event.about),
            hashes=self._aliases(told, parts),
            of_key=event_key(event.data.of.source, event.data.of.id) if amends else None,
            source_no=source.no,
            id=event.id,
            topic_no=self._topics[record.topic],
            part=record.partition,
            off=record.offset,
            history=extra.get("history") in (True, "true"),
            origin=event.origin,
            trace=event.traceparent,
            body=record.value or b"",
            topic=record.topic,
            agency=source.agency,
            type=event_type.name,
        )

    def _source(self, record: Record, path: str, domain: str) -> Source:
        """The registered source of an event, if the topic is its."""
        sender = self._senders.get(record.topic)
        if sender is None:
            sender = self._senders[record.topic] = sender_of(self._prefix, record.topic)
        source = self._sources.by_path.get(path)
        if source is None:
            raise SetAsideError("unknown-source", "Sumber ini tidak terdaftar.", "/source")
        if sender != (domain, source.agency):
            raise SetAsideError("wrong-topic", "OPD dan bidang peristiwa harus sama dengan nama topiknya.", "/source")
        return source

    def _aliases(self, told: EventType, parts: Parts) -> tuple[int | None, ...]:
        if not parts.joins:
            return (None,) * len(told.joins)
        return tuple([self._alias(join.kind, value) for join, value in zip(told.joins, parts.joins, strict=True)])

    def _alias(self, kind: str, value: str | None) -> int | None:
        if value is None:
            return None
        known = self._memo.get((kind, value))
        if known is None:
            if len(self._memo) >= _MEMO_MOST:
                self._memo.clear()
            known = self._memo[kind, value] = self._hashes.alias(kind, value)
        return known

    def _refused(self, record: Record, received: int, code: str, sentence: str, pointer: str) -> Refused:
        """What can be said of a refused record. Only an event of the topic's own agency has a key: nobody closes what waits for another."""
        seen = glimpse(record.value or b"")
        agency = sender_of(self._prefix, record.topic)[1]
        source = None if seen.source is None else self._sources.by_path.get(seen.source)
        own = source is not None and source.agency == agency
        return Refused(
            code=code,
            sentence=sentence,
            pointer=pointer,
            agency=agency,
            source_no=source.no if source is not None and own else None,
            id=seen.id,
            type=seen.type,
            key=event_key(seen.source, seen.id) if own and seen.source is not None and seen.id is not None else None,
            topic=record.topic,
            topic_no=self._topics[record.topic],
            part=record.partition,
            off=record.offset,
            received=received,
            body=record.value or b"",
        )
