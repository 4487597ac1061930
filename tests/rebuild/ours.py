"""What the tests of rebuild and verify share: a hub that took a history of all kinds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from hub.settings import Settings
from tests.histories.arrivals import arrival
from tests.histories.history import KINDS, History, made
from tests.histories.world import dice
from tests.path.hubs import Hub, hub

HISTORY: Final[History] = made(KINDS, range(300), range(60), ())


def unseen(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@asynccontextmanager
async def filled_hub(settings: Settings) -> AsyncIterator[Hub]:
    async with hub(settings) as one:
        await one.receive(arrival(HISTORY, dice(1)), (0, 2))
        await one.dismiss()
        yield one
