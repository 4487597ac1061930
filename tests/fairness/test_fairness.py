"""While one agency loads, another's event reaches its alert within seconds. With half a million: `python -m tests.fairness`."""

import pytest

from tests.fairness.loading import PROMISED_S, loading

EVENTS = 40_000


@pytest.mark.timeout(240)
async def test_another_agencys_alert_opens_within_five_seconds_while_one_loads() -> None:
    async with loading(EVENTS) as region:
        await region.drain(("consumer-1", "consumer-2", "evaluator"))
        assert region.took, "the load was read before anybody could ask"
        assert max(region.took) < PROMISED_S, region.took
