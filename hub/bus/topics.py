"""Kafka's topics: made when a source is registered, and only then used. The broker never makes one by itself, or a typing error would.

Every topic has the region's one number of partitions, so that the range assignor brings a subject to the same process whatever agency
speaks of it (design.md 2).
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from hub.bus.records import topic_of
from hub.errors import StopError, TryLaterError
from hub.settings import Settings

DAY_MS: Final = 86_400_000
RETENTION_MS: Final = 30 * DAY_MS
"""So long Kafka keeps what agencies sent: an event that is unread until then is lost."""
DEADLINE_S: Final = 20.0
_POLL_S: Final = 0.05
_SAFE: Final = 3
"""Copies from which on one may be away while two still acknowledge."""

ALERTS: Final = "hub.alerts"
DEAD_LETTERS: Final = "hub.dead-letters"
SHARED: Final = (ALERTS, DEAD_LETTERS)
"""Topics of the hub itself, which third parties read. Events never come in by them."""
SELF: Final = "reference"
"""Domain on which every source says that it was checked."""

_EVENTS: Final[Mapping[str, str]] = {
    "cleanup.policy": "delete",
    "message.timestamp.type": "LogAppendTime",
    "retention.ms": str(RETENTION_MS),
    "segment.ms": str(DAY_MS),
}
"""The time is Kafka's, because those of senders lie. 30 days in segments of a day: what agencies sent is gone whole days at a time."""
_NEWEST: Final[Mapping[str, str]] = {"cleanup.policy": "compact", "message.timestamp.type": "LogAppendTime", "segment.ms": str(DAY_MS)}
"""The newest word on every alert stays for whoever begins to read later."""


class Topic(NamedTuple):
    """A topic as Kafka has it; `usable` once every partition has a leader."""

    name: str
    partitions: int
    usable: bool


def of_source(settings: Settings, agency: str, domains: Iterable[str]) -> list[str]:
    """The topics on which a source publishes."""
    return [topic_of(settings.topic_prefix, domain, agency) for domain in sorted({*domains, SELF})]


def shared(settings: Settings) -> list[str]:
    """The hub's own topics."""
    return [settings.topic_prefix + name for name in SHARED]


async def make(settings: Settings, names: Iterable[str]) -> list[str]:
    """Makes the topics that are missing, waits until all of them are usable, and returns the names of those that it made.

    Raises:
        TryLaterError: Kafka is away, or does not get ready in time.
        StopError: a topic is there with another number of partitions, or Kafka refuses to make one.
    """
    wanted = sorted(set(names))
    async with _admin(settings) as admin:
        made = await _create(admin, settings, wanted)
        for topic in await _usable(admin, wanted):
            if topic.partitions != settings.partitions:
                raise StopError(
                    f"Topik {topic.name} punya {topic.partitions} partisi, padahal daerah ini memakai {settings.partitions}. "
                    "Hapus topik itu di Kafka bila masih kosong, lalu jalankan `simpul topics`."
                )
    return made


async def present(settings: Settings) -> list[Topic]:
    """The region's topics that Kafka has, by name.

    Raises:
        TryLaterError: Kafka is away.
    """
    async with _admin(settings) as admin:
        return sorted(_topic(one) for one in await admin.describe_topics() if one["topic"].startswith(settings.topic_prefix))


@asynccontextmanager
async def _admin(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka.split(","), request_timeout_ms=10_000)
    try:
        async with asyncio.timeout(DEADLINE_S):
            await admin.start()
            yield admin
    except (KafkaError, TimeoutError, OSError) as error:
        raise TryLaterError(f"Kafka di {settings.kafka} tidak menjawab. Periksa dengan `simpul doctor`, lalu ulangi.") from error
    finally:
        await admin.close()


async def _create(admin: AIOKafkaAdminClient, settings: Settings, names: Iterable[str]) -> list[str]:
    safe = {"min.insync.replicas": str(settings.replication - 1)} if settings.replication >= _SAFE else {}
    new = [NewTopic(name, settings.partitions, settings.replication, topic_configs={**_settings_of(name), **safe}) for name in names]
    made = []
    for name, code, *_ in (await admin.create_topics(new)).topic_errors:
        error = for_code(code)
        if not code:
            made.append(name)
        elif error is not TopicAlreadyExistsError:
            raise StopError(f"Kafka menolak membuat topik {name}: {error.__name__}.")
    return made


def _settings_of(name: str) -> Mapping[str, str]:
    return _NEWEST if name.endswith(ALERTS) else _EVENTS


async def _usable(admin: AIOKafkaAdminClient, names: list[str]) -> list[Topic]:
    """Waits for the leaders: a topic that was just made refuses events for some milliseconds, and a client remembers that for longer."""
    give_up = time.monotonic() + DEADLINE_S
    while True:
        found = [_topic(one) for one in await admin.describe_topics(names)]
        if len(found) == len(names) and all(topic.usable for topic in found):
            return found
        if time.monotonic() > give_up:
            raise TryLaterError("Topik sudah dibuat, tetapi Kafka belum siap memakainya. Ulangi sebentar lagi.")
        await asyncio.sleep(_POLL_S)


def _topic(told: Mapping[str, Any]) -> Topic:
    partitions = told["partitions"]
    ready = not told["error_code"] and bool(partitions) and all(not one["error_code"] and one["leader"] >= 0 for one in partitions)
    return Topic(told["topic"], len(partitions), ready)
