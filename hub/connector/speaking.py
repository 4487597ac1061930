"""A portion of what a connector read, said to Kafka: made, compared with what was said before, written down, published."""

import asyncio
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from hub import trace
from hub.bus.publisher import Message, Publisher, Sent
from hub.clock import instant as hub_time
from hub.connector import versions
from hub.connector.kit import Finding, Record, Unusable
from hub.connector.making import Maker, counted
from hub.connector.versions import NOTHING, Said
from hub.errors import SetAsideError, TryLaterError
from hub.failpoints import FailPoints
from hub.intake.admission import admit
from hub.intake.desk import Desk, Waiting
from hub.intake.stamp import Stamps
from hub.intake.wrapping import Wrapped, wrap
from hub.keys import event_key
from hub.store.sources import Source, Sources
from schemas.decode import decode
from schemas.errors import Code, Unreadable
from schemas.registry import event_type_of

WAITS_S: Final = (0.5, 1, 2, 4, 8, 15, 30)
"""A Kafka that is away is waited for so long; then the run fails, and the next one goes on."""
BAD_ROW: Final = "bad-row"


class Voice(NamedTuple):
    """Who speaks: the source among the others, its path, the prefix of the topics; what it needs to do so."""

    source: Source
    sources: Sources
    path: str
    prefix: str
    stamps: Stamps
    desk: Desk
    publisher: Publisher


class Speaker:
    """Says the portions of one run."""

    def __init__(self, connection: Any, voice: Voice, maker: Maker) -> None:
        self.fail = FailPoints()
        self._connection = connection
        self._voice = voice
        self._maker = maker
        self._trace = trace.begun()

    def key(self, finding: Finding) -> bytes:
        """What the versions of a record have in common; of what is unusable, its fingerprint."""
        return event_key(self._voice.path, self._maker.name(finding) if isinstance(finding, Record) else _fingerprint(finding.raw))

    async def say(self, findings: Sequence[Finding]) -> tuple[int, int]:
        """Says a portion in which no key comes twice; how many events were new or changed, and how many things went to the desk.

        Raises:
            TryLaterError: Kafka stayed away.
        """
        now = await hub_time(self._connection)
        by_key = {self.key(finding): finding for finding in findings}
        known = await versions.known(self._connection, by_key)
        made = {key: self._made(finding, known.get(key, NOTHING), now) for key, finding in by_key.items()}
        refused = [one for one in made.values() if isinstance(one, Waiting)]
        for waiting in refused:
            await self._voice.desk.add(self._connection, self._voice.source, waiting)
        events = {key: one for key, one in made.items() if isinstance(one, Wrapped)}
        if events:
            new = {key: known.get(key, NOTHING).next(one.mac) for key, one in events.items()}
            await versions.write(self._connection, self._voice.source.no, new)
            self.fail("connector wrote")
            await self.publish([one.message for one in events.values()])
            self.fail("connector published")
            await versions.mark_sent(self._connection, events)
            self.fail("connector marked")
        return len(events), len(refused)

    async def publish(self, messages: Sequence[Message]) -> None:
        """Publishes until Kafka has acknowledged all of them.

        Raises:
            TryLaterError: Kafka stayed away.
        """
        for wait in (*WAITS_S, None):
            sent = await self._voice.publisher.publish(messages)
            messages = [message for message, outcome in zip(messages, sent, strict=True) if outcome is not Sent.ACKED]
            if not messages:
                return
            if wait is not None:
                await asyncio.sleep(wait)
        raise TryLaterError("Kafka tidak menjawab. Jalankan lagi; pembacaan dilanjutkan dari tempat terakhir.")

    def checked(self, body: bytes, now: int) -> Wrapped:
        """An event checked as at the intake.

        Raises:
            Unreadable: it breaks its contract.
            SetAsideError: this source may not say it.
        """
        event = decode(body)
        admit(event, self._voice.source, self._voice.sources, now)
        return wrap(event, prefix=self._voice.prefix, stamps=self._voice.stamps, parent=self._trace)

    def _made(self, finding: Finding, before: Said, now: int) -> Wrapped | Waiting | None:
        """What is to be published or put on the desk; None where it was said already."""
        if isinstance(finding, Unusable):
            sentence = f"{finding.origin}: {finding.sentence}"
            return Waiting(BAD_ROW, sentence, "", _fingerprint(finding.raw), None, None, finding.raw, now)
        version = finding.version or counted(before.version + 1)
        body = self._maker.event(finding, version)
        try:
            wrapped = self.checked(body, now)
            if wrapped.mac != before.mac:
                return wrapped
            return None if before.sent else self.checked(self._maker.event(finding, finding.version or counted(before.version)), now)
        except (Unreadable, SetAsideError) as error:
            return self._refused(finding, f"{self._maker.name(finding)}:{version}", body, error, now)

    def _refused(self, record: Record, event_id: str, body: bytes, error: Unreadable | SetAsideError, now: int) -> Waiting:
        sentence = f"{record.origin}: {error.sentence}" if record.origin else error.sentence
        event_type = event_type_of(record.data).name
        if error.code == Code.PERSONAL_KEY:
            return Waiting(str(error.code), sentence, error.pointer, _fingerprint(body), event_type, None, body, now)
        key = event_key(self._voice.path, event_id)
        return Waiting(str(error.code), sentence, error.pointer, event_id, event_type, key, body, now)


def _fingerprint(raw: bytes) -> str:
    return f"blake2b:{blake2b(raw, digest_size=16).hexdigest()}"
