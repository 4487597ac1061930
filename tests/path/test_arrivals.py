"""Invariant 3 of design.md 8: views do not depend on how the events arrived, and are what the plain model and a rebuild say."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.settings import Settings
from tests.histories.arrivals import arrival
from tests.histories.budget import budget
from tests.histories.history import History, histories
from tests.histories.world import dice
from tests.model.facts import Zone
from tests.model.views import expected
from tests.path.hubs import Hub, hub

SEED = st.integers(0, 10**6)
PAIR = st.sampled_from([(0, 0), (0, 1), (1, 2), (2, 3), (2, 2)])
"""Which two consumers take the batches: their memories differ."""


@pytest.fixture
async def one_hub(settings: Settings) -> AsyncIterator[Hub]:
    async with hub(settings) as made:
        yield made


@budget(80, shrink=False)
@given(history=histories(), first=st.tuples(SEED, PAIR), second=st.tuples(SEED, PAIR))
async def test_views_are_the_same_however_the_events_arrive(
    one_hub: Hub, history: History, first: tuple[int, tuple[int, int]], second: tuple[int, tuple[int, int]]
) -> None:
    right = expected(history.said, Zone(one_hub.settings.tz))
    logs = []
    for seed, pair in (first, second):
        await one_hub.empty()
        await one_hub.receive(arrival(history, dice(seed)), pair)
        assert await one_hub.views() == right
        logs.append(await one_hub.log())
    assert (await one_hub.differences(), logs[1]) == ([], logs[0])
    assert logs[0].accepted == {one.name for one in history.said}
    assert logs[0].keys == len(history.said)
    assert (logs[0].conflicts, logs[0].others) == ({one.name for one in history.impostors}, [])
