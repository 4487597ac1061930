"""A hub with an evaluator at work, and a clock that the test moves."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from hub.alerts import main
from hub.alerts.evaluator import Evaluator
from hub.alerts.full import Stated, evaluate_all, open_alerts
from hub.alerts.rules import RULES
from hub.pipeline import Pipeline
from hub.settings import Settings
from tests.histories.arrivals import Batch
from tests.histories.world import dice
from tests.path.hubs import Hub, hub

DAYS = (dt.date(2026, 1, 6), dt.date(2026, 2, 10), dt.date(2026, 4, 6), dt.date(2026, 7, 20))
"""The hub's time moves from one to the next while events arrive; the last is when everything is compared."""


class Watched:
    """A hub with an evaluator and a clock that the test moves."""

    def __init__(self, one: Hub, connection: Any) -> None:
        self.hub = one
        self._connection = connection
        self.evaluator = Evaluator(connection, one.settings, RULES)

    async def moved(self, day: dt.date) -> dt.datetime:
        """Sets the hub's time to the noon of a day, backwards too."""
        at = dt.datetime.combine(day, dt.time(12), self.hub.settings.tz)
        await self._connection.execute(
            "UPDATE clock SET simulated = true, ahead = $1::text::timestamptz - clock_timestamp()", at.isoformat()
        )
        return at

    async def live(self, batches: Sequence[Batch], seed: int) -> set[Stated]:
        """Lets events arrive while time passes and the evaluator works now and then; what is open in the end."""
        rng, days = dice(seed), list(DAYS)
        await self._begin()
        for batch in batches:
            if rng.random() < len(days) / (len(batches) + 1):
                await self.moved(days.pop(0) if len(days) > 1 else days[0])
            await self.hub.consumers[batch.consumer].take(self.hub.records(batch))
            if rng.random() < 0.5:
                await self.evaluator.turn()
        return await self._end()

    async def at_once(self, first: Sequence[Batch], second: Sequence[Batch]) -> set[Stated]:
        """Lets two consumers and the evaluator work side by side; what is open in the end."""
        await self._begin()
        consuming = asyncio.gather(self._consume(self.hub.consumers[0], first), self._consume(self.hub.consumers[2], second))
        while not consuming.done():
            await self.evaluator.turn()
            await asyncio.sleep(0)
        await consuming
        return await self._end()

    async def _consume(self, consumer: Pipeline, batches: Sequence[Batch]) -> None:
        for batch in batches:
            await consumer.take(self.hub.records(batch))

    async def _begin(self) -> None:
        """An empty hub in which every rule has had its first day: from here on only marks lead to anything."""
        await self.hub.empty()
        await self.moved(DAYS[0])
        await main.settle(self.evaluator)
        for consumer in self.hub.consumers:
            consumer.forget()

    async def _end(self) -> set[Stated]:
        at = await self.moved(DAYS[-1])
        await main.settle(self.evaluator)
        found = await open_alerts(self._connection)
        assert found == await evaluate_all(self._connection, self.hub.settings, RULES, at)
        return found


@asynccontextmanager
async def watching(settings: Settings) -> AsyncIterator[Watched]:
    async with hub(settings) as one:
        connection = await main.connect(settings)
        try:
            yield Watched(one, connection)
        finally:
            await connection.close()
