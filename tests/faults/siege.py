"""A region under a steady load while things are killed, frozen and started again; quiet now and then, and asked whether all holds."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from random import Random
from typing import Final

from hub.intake.registering import NewSource
from tests.faults import oracle
from tests.faults.ledger import Ledger
from tests.faults.producer import Load, Producer
from tests.faults.stream import Message, Stream
from tests.faults.world import DONE, World, world
from tests.histories.world import SPEAKERS, Speaker

SOURCES: Final = tuple(NewSource(s.slug, s.agency, s.slug, s.domains, "own" if s.scope == "own" else "region") for s in SPEAKERS)
PROGRAMS: Final = ("consumer-1", "consumer-2", "evaluator")
QUIET_S: Final = 90.0
"""So long may it take until everything that was sent is read and evaluated."""
_LEFT: Final = "SELECT (SELECT count(*) FROM dirty) + (SELECT count(*) FROM rule_retry)"


class Remembering(Stream):
    """A stream that knows what each value was meant to be."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.meant: dict[bytes, Message] = {}

    def take(self, count: int) -> list[Message]:
        messages = super().take(count)
        self.meant.update((m.value, m) for m in messages)
        return messages


class Siege:
    """The region, its load, and what must hold.

    Attributes:
        dice: of the actions; the stream has its own.
        said: what was done so far, for the one who must repeat it.
    """

    def __init__(self, region: World, seed: int, rate: int) -> None:
        self.world = region
        self.dice = Random(seed)  # noqa: S311 -- dice of a test
        self.stream = Remembering(seed)
        self.ledger = Ledger(region.settings.kafka, region.settings.topic_prefix)
        self.producer = Producer(region.settings.kafka, region.settings.topic_prefix)
        self.load = Load(self.producer, self.stream, rate)
        self.said: list[str] = []
        self._begun = time.monotonic()

    async def begin(self) -> None:
        for name in PROGRAMS:
            self.world.start(name)
        self.load.begin()

    async def end(self) -> None:
        """Ends the programs in good order; each must say so by its exit code."""
        await self.load.stop(60)
        for name in list(self.world.running):
            code = await self.world.end(name)
            assert code == 0, f"{name} ended with {code}"

    async def close(self) -> None:
        """Leaves nothing of its own behind, also where something did not hold."""
        await self.load.cancel()
        await self.producer.close()

    async def do(self, name: str, action: "Action") -> None:
        """One action, told before it begins."""
        self.say(name)
        await action(self)
        assert not (failed := self.world.failed()), "\n".join(failed)

    async def quiet(self) -> None:
        """Waits until nothing is unread or dirty, and asks the oracle."""
        await self.load.stop(60)
        await self.ledger.read(self.stream.meant.__getitem__)
        missing = self.producer.acknowledged - self.ledger.values
        assert not missing, f"Kafka lost {len(missing)} acknowledged records"
        await self._settled()
        self.say(f"holds: {await oracle.check(self.world, self.ledger)}")
        self.load.begin()

    async def _settled(self) -> None:
        give_up = time.monotonic() + QUIET_S
        while await self.world.ask(DONE) < self.ledger.records or await self.world.ask(_LEFT):
            assert not (failed := self.world.failed()), "\n".join(failed)
            assert time.monotonic() < give_up, (
                f"{await self.world.ask(DONE)} of {self.ledger.records} read, {await self.world.ask(_LEFT)} left"
            )
            await asyncio.sleep(0.1)

    def say(self, what: str) -> None:
        self.said.append(f"{time.monotonic() - self._begun:7.1f} s  {what}")
        sys.stdout.write(self.said[-1] + "\n")
        sys.stdout.flush()

    async def new_source(self) -> None:
        """Registers a source of an agency that had none, while everything runs; it speaks from now on."""
        number = len(self.stream.newcomers) + 1
        speaker = Speaker(f"lapor-{number}", f"opd-{number}", ("complaints",), "region")
        await self.world.register(NewSource(speaker.slug, speaker.agency, speaker.slug, speaker.domains, "region"))
        self.stream.newcomers.append(speaker)


Action = Callable[[Siege], Awaitable[None]]


def region() -> AbstractAsyncContextManager[World]:
    """The world of a siege."""
    return world(SOURCES)
