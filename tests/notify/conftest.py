"""A region in which an acting head stayed too long, and a receiver that hears of it."""

from collections.abc import AsyncIterator

import pytest

from hub.alerts import rules
from hub.settings import Settings
from hub.store.engine import engine as make_engine
from tests.alerts.region import Region
from tests.notify.hearing import Hearing
from tests.notify.receiver import Receiver, receiving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as one:
        yield one


@pytest.fixture
async def hearing(settings: Settings, receiver: Receiver) -> AsyncIterator[Hearing]:
    region = Region(settings, rules.RULES)
    await region.open()
    await region.on("2026-03-01")
    await region.settle()
    engine = make_engine(settings.dsn, pool=1)
    yield Hearing(region, receiver, engine)
    await engine.dispose()
    await region.close()
