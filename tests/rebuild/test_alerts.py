"""Open alerts that are not as the rules say are named, and nothing is said while something waits."""

from collections.abc import AsyncIterator

import pytest

from hub.alerts.rules import RULES
from hub.alerts.stories import acting_head
from hub.rebuild.alerts import Wrong, wrong_alerts
from hub.settings import Settings
from tests.alerts.region import Region


@pytest.fixture
async def region(settings: Settings) -> AsyncIterator[Region]:
    """A region with one open alert."""
    one = Region(settings, RULES)
    await one.open()
    await one.on("2026-04-06")
    await one.tell(*acting_head(since="2026-01-05"))
    await one.settle()
    assert await one.alerts() == [("A08", "open", 1)]
    yield one
    await one.close()


async def test_open_alerts_are_as_the_rules_say_unless_somebody_altered_them(settings: Settings, region: Region) -> None:
    assert await wrong_alerts(settings) == []
    post = await region.connection.fetchval("UPDATE alert SET values = '{}' RETURNING subject")
    assert await wrong_alerts(settings) == [Wrong("A08", post, missing=False), Wrong("A08", post, missing=True)]
    await region.connection.execute("UPDATE alert SET state = 'resolved'")
    assert await wrong_alerts(settings) == [Wrong("A08", post, missing=True)]


async def test_nothing_is_said_while_marks_wait_or_a_midnight_has_not_been_worked_off(settings: Settings, region: Region) -> None:
    await region.on("2026-04-07")
    assert await wrong_alerts(settings) is None
    await region.settle()
    assert await wrong_alerts(settings) == []
    await region.connection.execute("INSERT INTO dirty (batch, thing, keys) VALUES (1, 2, '{1}')")
    assert await wrong_alerts(settings) is None
