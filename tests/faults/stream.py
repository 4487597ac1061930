"""What is sent while things break: random histories of many small worlds at once, with repeats, impostors, amendments and rubbish.

Each world has its own few subjects and numbers (tests/histories), so that events collide within it, and the whole grows without end.
The same seed tells the same.
"""

import dataclasses
from collections import deque
from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple
from zlib import crc32

from schemas.payload import Payload
from tests.bench.events import nip
from tests.histories.history import KINDS, random_history
from tests.histories.world import SPEAKERS, Speaker
from tests.model.said import Said

REFERENCE: Final = ("agency", "unit", "calendar-day", "week", "parameter", "source", "same-as")
"""Kinds that are told of the whole region: their subjects are the same in every world, and they are rare."""
OWN: Final = tuple(kind for kind in KINDS if kind not in REFERENCE)
OPEN_WORLDS: Final = 6
SIZE: Final = 30
NUMBERS: Final = 8
"""A world has so many of each kind: people who share one meet."""
REPEATED, RUBBISH, WITH_REFERENCE = 0.03, 0.02, 0.05


class Message(NamedTuple):
    """A record to be: end of its topic, key, value; and what it says, or the code under which it must wait on the desk."""

    topic: str
    key: bytes
    value: bytes
    said: Said | None
    code: str | None = None


class Stream:
    """Tells one message after another.

    Attributes:
        newcomers: sources registered meanwhile, who speak in place of others of their domain from then on.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 -- dice of a test
        self._worlds: list[deque[Said]] = []
        self._told: deque[Message] = deque(maxlen=20_000)
        self._begun = 0
        self.newcomers: list[Speaker] = []

    def take(self, count: int) -> list[Message]:
        return [self._next() for _ in range(count)]

    def recent(self, count: int) -> list[Message]:
        """The last of what was told, to be sent again."""
        return list(self._told)[-count:]

    def _next(self) -> Message:
        dice = self._random.random()
        if dice < REPEATED and self._told:
            return self._random.choice(self._told)
        if dice < REPEATED + RUBBISH and self._told:
            return self._rubbish()
        while len(self._worlds) < OPEN_WORLDS:
            self._worlds.append(self._world())
        world = self._random.choice(self._worlds)
        message = told(world.popleft())
        if not world:
            self._worlds.remove(world)
        self._told.append(message)
        return message

    def _world(self) -> deque[Said]:
        """The events of a new world in the order of their arrival; impostors after whom they imitate."""
        self._begun += 1
        kinds = self._random.sample(OWN, 3)
        if self._random.random() < WITH_REFERENCE:
            kinds.append(self._random.choice(REFERENCE))
        history = random_history(self._random, SIZE, kinds)
        newcomer = self._random.choice([None, *self.newcomers])
        placed = [(self._random.random(), one) for one in history.said]
        places = {one.name: place for place, one in placed}
        placed += [(places[one.name] + 1, one) for one in history.impostors]
        ordered = [one for _, one in sorted(placed, key=lambda pair: pair[0])]
        return deque(_by(newcomer, _moved(one, self._begun)) for one in ordered)

    def _rubbish(self) -> Message:
        """An event of earlier that was spoilt."""
        message = self._random.choice(self._told)
        code, spoil = self._random.choice(SPOILS)
        return Message(message.topic, message.key, spoil(message.value), None, code)


def told(said: Said) -> Message:
    """What somebody says, as a record."""
    return Message(f"{said.told.domain}.{said.source.split('/')[2]}", said.subject.encode(), said.value(), said)


def _deep(value: bytes) -> bytes:
    return value[:-1] + b',"x":' + b"[" * 300 + b"]" * 300 + b"}"


def _later(value: bytes) -> bytes:
    head, _, rest = value.partition(b'"time":"')
    return head + b'"time":"2196' + rest[4:]


SPOILS: Final[tuple[tuple[str, Callable[[bytes], bytes]], ...]] = (
    ("broken-json", lambda value: value[:-3]),
    ("not-utf8", lambda value: value[:20] + b"\xff" + value[20:]),
    ("too-deep", _deep),
    ("unknown-type", lambda value: value.replace(b"id.go.pemda.", b"id.go.pemda.x")),
    ("missing-field", lambda value: value.replace(b'"time":', b'"tame":')),
    ("time-ahead", _later),
)


def _moved(said: Said, world: int) -> Said:
    """The same in another world: subjects, ids and numbers of its own."""
    end = f".w{world}"
    of = said.of and (said.of[0], said.of[1] + end)
    about = said.about and said.about + end
    data = said.data and _numbered(said, said.data, world)
    subject = said.subject if said.subject.partition("/")[0] in REFERENCE else said.subject + end
    return dataclasses.replace(said, id=said.id + end, subject=subject, of=of, about=about, data=data)


def _numbered(said: Said, data: Payload, world: int) -> Payload:
    joins = [(join.kind, join.field, getattr(data, join.field)) for join in said.told.joins]
    return data.model_copy(update={field: number(kind, value, world) for kind, field, value in joins if value is not None})


def number(kind: str, value: str, world: int) -> str:
    """A person's number of another world; well formed."""
    nth = world * NUMBERS + crc32(value.encode()) % NUMBERS
    if kind == "nip":
        return nip(nth)
    if kind == "nik":
        return f"327301{1 + nth % 28:02}{1 + nth // 28 % 12:02}{nth // 336 % 100:02}{1 + nth // 33_600 % 9_999:04}"
    return f"+62811{nth:08}" if kind == "phone" else f"{nth:013}"


def _by(speaker: Speaker | None, said: Said) -> Said:
    """The same said by a newcomer, if it is of his domain; all of a subject and its amendments move together."""
    old = next((s for s in SPEAKERS if s.path == said.source), None)
    if speaker is None or old is None or old.slug != "lapor" or not said.subject.startswith("complaint/lapor:"):
        return said
    of = said.of and (speaker.path if said.of[0] == old.path else said.of[0], said.of[1])
    subject = said.subject.replace(f"/{old.slug}:", f"/{speaker.slug}:")
    return dataclasses.replace(said, source=speaker.path, subject=subject, of=of)
