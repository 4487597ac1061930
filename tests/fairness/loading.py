"""One agency loads a great many events; another says one thing at a time and waits for its alert."""

import asyncio
import datetime as dt
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiokafka import AIOKafkaProducer

from hub.intake.registering import NewSource
from tests.faults.world import World, seconds_until, world

SOURCES: Final = (
    NewSource("lapor", "diskominfo", "SP4N-LAPOR!", ("complaints",), "region"),
    NewSource("simpeg", "bkpsdm", "SIMPEG", ("personnel",), "region"),
)
STEPS: Final = ("received", "verified", "dispatched", "responded")
PROMISED_S: Final = 5.0
LOADED: Final = "SELECT coalesce(sum(next), 0)::int8 FROM kafka_offset o JOIN topic t ON t.no = o.topic WHERE t.name = $1"
_ALERT: Final = "SELECT EXISTS (SELECT FROM alert WHERE rule = 'A08' AND subject = $1)"


@dataclass
class Loading:
    """A region into which a load is drained.

    Attributes:
        took: seconds from Kafka's acknowledgement of the other agency's event to its alert, one after another, while the load lasted.
    """

    world: World
    producer: AIOKafkaProducer
    events: int
    took: list[float] = field(default_factory=list)
    seconds: float = 0.0

    async def load(self) -> None:
        """Puts the load into Kafka."""
        waiting = []
        for number in range(self.events):
            subject = f"complaint/lapor:{number // len(STEPS)}"
            waiting.append(await self.producer.send(self._topic, complaint(subject, number), subject.encode()))
        await asyncio.gather(*waiting)

    async def drain(self, programs: tuple[str, ...]) -> None:
        """Lets the programs read the load, and asks all the while how long the other agency waits.

        The load's topic is paused until they run and have opened a first alert: how long a program needs to start is another question.
        """
        async with self.world.database() as connection:
            await connection.execute("INSERT INTO topic_pause (topic, reason, by) VALUES ($1, 'uji', 'test')", self._topic)
            for name in programs:
                self.world.start(name)
            await self._probe(0)
            await connection.execute("DELETE FROM topic_pause")
        await seconds_until(self._begun, 60, "nothing of the load is read")
        began = time.monotonic()
        while not await self._read():
            self.took.append(await self._probe(len(self.took) + 1))
        self.seconds = time.monotonic() - began
        assert self.world.failed() == []

    @property
    def _topic(self) -> str:
        return f"{self.world.settings.topic_prefix}complaints.diskominfo"

    async def _begun(self) -> bool:
        return bool(await self.world.ask(LOADED, self._topic) > 0)

    async def _read(self) -> bool:
        return bool(await self.world.ask(LOADED, self._topic) >= self.events)

    async def _probe(self, number: int) -> float:
        """The other agency reports an acting head who has stayed for too long."""
        post = f"post/simpeg:{number}"
        for one in acting_head(post):
            await self.producer.send_and_wait(f"{self.world.settings.topic_prefix}personnel.bkpsdm", one, post.encode())

        async def alerted() -> bool:
            return bool(await self.world.ask(_ALERT, post))

        return await seconds_until(alerted, 120, "the other agency's alert never opened")


def complaint(subject: str, number: int) -> bytes:
    """One step of a complaint of today."""
    at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=2)
    what = STEPS[number % len(STEPS)]
    data: dict[str, Any] = {"agency": "dishub", "number": subject, "channel": "SP4N-LAPOR!", "reporter_name": "Contoh Warga"}
    if what != "received":
        data = {"by": "diskominfo"} | ({"to": "dishub"} if what == "dispatched" else {})
    effective = (at + dt.timedelta(minutes=number % len(STEPS))).isoformat()
    return _event("complaints", what, "/32.73/diskominfo/lapor", subject, at.isoformat(), data | {"effective": effective}, number)


def acting_head(post: str) -> list[bytes]:
    """A post and who has led it for too long."""
    now = dt.datetime.now(dt.UTC)
    since = (now.date() - dt.timedelta(days=200)).isoformat()
    facts = {
        "post-established": {"title": "Kepala Dinas Perhubungan", "kind": "jpt-pratama"},
        "post-filled": {"kind": "plt", "person": "employee/simpeg:1"},
    }
    return [
        _event("personnel", what, "/32.73/bkpsdm/simpeg", post, now.isoformat(), {"agency": "dishub", "effective": since, **said}, 0)
        for what, said in facts.items()
    ]


def _event(domain: str, what: str, source: str, subject: str, time_: str, data: dict[str, Any], number: int) -> bytes:
    envelope = {
        "specversion": "1.0",
        "id": f"{what}:{subject}:{number}",
        "source": source,
        "type": f"id.go.pemda.{domain}.{what}.v1",
        "subject": subject,
        "time": time_,
        "data": data,
    }
    return json.dumps(envelope).encode()


@asynccontextmanager
async def loading(events: int) -> AsyncIterator[Loading]:
    """A region of its own with a load that lies in Kafka."""
    async with world(SOURCES, batch=10_000, partitions=6) as made:
        settings = {"bootstrap_servers": made.settings.kafka, "linger_ms": 20, "compression_type": "lz4", "max_batch_size": 131_072}
        async with AIOKafkaProducer(acks="all", **settings) as producer:
            one = Loading(made, producer, events)
            await one.load()
            yield one
