"""From what was said, in any order, to the facts that count, in theirs (design.md 3 and 4); told once more, for the sake of comparison.

- Of the amendments of a fact the newest by (time, id) counts. Void are: one older than its target, of another source, or a correction
  to the data of another type.
- A correction says what was always so: the fact keeps its own time and id, and its place among its equals.
- The order is (effective, time, rank of the type, id, source); a day begins at 00:00 in the region's zone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from schemas.event_type import EventType
from schemas.payload import Payload
from tests.model.said import Said

Rows = dict[str, list[dict[str, Any]]]
"""Table → rows; a row is column → value. Subjects stand for their keys, `nip:1985…` for a number's hash, dicts for encrypted fields."""


@dataclass(frozen=True)
class Fact:
    """One fact that counts, amended where it was.

    Attributes:
        at: instant from which it holds.
        token: its classified fields.
    """

    data: Any
    at: dt.datetime
    time: dt.datetime
    subject: str
    token: dict[str, Any] | None


@dataclass(frozen=True)
class Zone:
    """The region's days as instants."""

    info: ZoneInfo

    def midnight(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), self.info).astimezone(dt.UTC)

    def end(self, last_day: dt.date | None) -> dt.datetime | None:
        """The instant at which a span ends whose last day is this."""
        return None if last_day is None else self.midnight(last_day + dt.timedelta(days=1))


def tie(said: tuple[str, str]) -> tuple[str, bytes]:
    """What orders two that are equal in all else: the id, which ends in its version; then anything that is the same everywhere."""
    return said[1], blake2b("\0".join(said).encode(), digest_size=16).digest()


def counting(said: Iterable[Said], zone: Zone) -> dict[str, list[Fact]]:
    """The facts of every subject, in their order."""
    facts = {one.name: one for one in said if one.kind == "fact"}
    counted: dict[str, list[tuple[Any, Fact]]] = defaultdict(list)
    amendments = [one for one in said if one.kind != "fact"]
    for name, fact in facts.items():
        bearing = [a for a in amendments if a.of == name and _bears_on(a, fact)]
        newest = max(bearing, key=lambda a: (a.time, tie(a.name)), default=fact)
        if newest.data is not None:
            at = effective(fact.told, newest.data, fact.time, zone)
            place = (at, fact.time, fact.told.rank, tie(name))
            counted[fact.subject].append((place, Fact(newest.data, at, fact.time, fact.subject, newest.classified)))
    return {subject: [fact for _, fact in sorted(placed, key=lambda p: p[0])] for subject, placed in counted.items()}


def _bears_on(amendment: Said, fact: Said) -> bool:
    right_type = amendment.kind == "withdrawal" or amendment.model is fact.model
    return right_type and (amendment.subject, amendment.source) == (fact.subject, fact.source) and amendment.time >= fact.time


def effective(told: EventType, data: Payload, time: dt.datetime, zone: Zone) -> dt.datetime:
    """From when a fact holds: its day, its instant, or when it was recorded."""
    if told.effective == "time":
        return time.astimezone(dt.UTC)
    said: Any = vars(data)["effective"]
    return zone.midnight(said) if told.effective == "day" else said.astimezone(dt.UTC)


def last(facts: Sequence[Fact], *types: type[Payload]) -> Fact | None:
    """The newest of these types."""
    return next((fact for fact in reversed(facts) if isinstance(fact.data, types)), None)


def first(facts: Sequence[Fact], *types: type[Payload]) -> Fact | None:
    """The oldest of these types."""
    return next((fact for fact in facts if isinstance(fact.data, types)), None)


def at(fact: Fact | None) -> dt.datetime | None:
    return None if fact is None else fact.at


def of(fact: Fact | None, field: str) -> Any:
    """A field of a fact's data; None where there is no such fact."""
    return None if fact is None else getattr(fact.data, field)


def alias(kind: str, value: str | None) -> str | None:
    """How rows here name the hash of a number."""
    return None if value is None else f"{kind}:{value}"


def rupiah(amount: str) -> Decimal:
    return Decimal(amount)
