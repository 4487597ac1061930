"""Invariant 3 of design.md 8, for alerts: what marks lead to is what all rules find, asked about everything; however the events arrive."""

import pytest

from hub.alerts.full import Stated
from hub.settings import Settings
from tests.histories.arrivals import arrival, shared
from tests.histories.budget import seeds
from tests.histories.history import random_history
from tests.histories.world import dice
from tests.model.facts import Zone
from tests.model.views import expected
from tests.path.watched import watching

STANDS_ON = {
    "A01": ("employee", "pay-line", "same-as"),
    "A08": ("post", "parameter"),
    "A10": ("spm", "post", "designation", "employee"),
    "A23": ("complaint", "week", "calendar-day"),
}
"""Rule → kinds of subject that it stands on; A23 takes long, for working days are counted anew."""


@pytest.mark.parametrize("rule", STANDS_ON)
async def test_open_alerts_are_the_same_however_the_events_arrive(settings: Settings, rule: str) -> None:
    seen: set[Stated] = set()
    async with watching(settings) as watched:
        for seed in seeds(4 if rule == "A23" else 12):
            history = random_history(dice(seed), 40, STANDS_ON[rule], every=True)
            one, other = [await watched.live(arrival(history, dice(seed + way)), seed + way) for way in (1, 2)]
            assert (seed, one) == (seed, other)
            seen |= one
    assert rule in {alert.rule for alert in seen}


async def test_two_consumers_and_the_evaluator_at_work_on_the_same_subjects_agree_with_the_model(settings: Settings) -> None:
    kinds = ("employee", "post", "spm", "pay-line")
    async with watching(settings) as watched:
        for seed in seeds(5):
            history = random_history(dice(seed), 80, kinds, every=True)
            opened = [await watched.at_once(*shared(history, dice(seed + way))) for way in (1, 2)]
            assert (seed, await watched.hub.views()) == (seed, expected(history.said, Zone(settings.tz)))
            assert (seed, opened[0]) == (seed, opened[1])
