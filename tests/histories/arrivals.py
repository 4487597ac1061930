"""How a history arrives: shuffled, repeated, cut into batches, over topics and partitions, for one of two consumers; some batches twice."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.histories.history import History
from tests.model.said import Said

PARTITIONS: Final = 3
REPEATED: Final = 0.15
LONGEST: Final = 12


@dataclass(frozen=True)
class Delivery:
    """One record on its way: the topic's end (`<domain>.<agency>`), the partition and offset, and what it says."""

    topic: str
    partition: int
    offset: int
    said: Said


@dataclass(frozen=True)
class Batch:
    """What one consumer takes at once; `consumer` is 0 or 1."""

    consumer: int
    deliveries: tuple[Delivery, ...]


def arrival(history: History, rng: Random, *, partitions: int = PARTITIONS) -> list[Batch]:
    """One way in which a history may arrive; an impostor comes after whom it imitates."""
    order = [(rng.random(), one) for one in history.said]
    places = {one.name: place for place, one in order}
    order += [(place + rng.random() * (1 - place), one) for place, one in order if rng.random() < REPEATED]
    order += [(places[one.name] + rng.random() * (1 - places[one.name]), one) for one in history.impostors]
    deliveries = _delivered([one for _, one in sorted(order, key=lambda placed: placed[0])], rng, partitions)
    return _batches(deliveries, rng)


def shared(history: History, rng: Random) -> tuple[list[Batch], list[Batch]]:
    """What each of two consumers takes, at its own pace: each has its own partitions. Who of two comes first nobody knows: no impostors."""
    batches = arrival(History(history.said, ()), rng)
    mine = [[Batch(who, part) for batch in batches if (part := _of(who, batch))] for who in (0, 1)]
    return mine[0], mine[1]


def _of(who: int, batch: Batch) -> tuple[Delivery, ...]:
    return tuple(one for one in batch.deliveries if one.partition % 2 == who)


def _delivered(said: list[Said], rng: Random, partitions: int) -> list[Delivery]:
    """The same subject comes by any partition: its lock, not Kafka's order, is what makes it right."""
    ends: dict[tuple[str, int], int] = defaultdict(int)
    deliveries = []
    for one in said:
        topic, partition = f"{one.told.domain}.{one.source.split('/')[2]}", rng.randrange(partitions)
        deliveries.append(Delivery(topic, partition, ends[topic, partition], one))
        ends[topic, partition] += rng.choice((1, 1, 1, 2))
    return deliveries


def _batches(deliveries: list[Delivery], rng: Random) -> list[Batch]:
    batches: list[Batch] = []
    rest = deliveries
    while rest:
        size = rng.choice((1, 2, 3, LONGEST, len(rest)))
        batches.append(Batch(rng.randrange(2), tuple(rest[:size])))
        rest = rest[size:]
        if rng.random() < REPEATED:
            again = rng.choice(batches)
            batches.append(Batch(rng.randrange(2), again.deliveries))
    return batches
