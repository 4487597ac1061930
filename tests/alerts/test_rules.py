"""Every rule's stories, told to a real database: the ones that fire, and the ones that stay quiet."""

import datetime as dt
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hub.alerts import main, rules
from hub.alerts.asking import Asking, Found
from hub.alerts.moments import At
from hub.alerts.rule import Rule
from hub.alerts.stories import Story
from hub.calendar import store as calendar
from hub.settings import Settings
from hub.store.order import Days
from hub.views.things import Thing
from tests.alerts.telling import Stage

FIRES = [pytest.param(rule, story, id=f"{rule.code} {story.title}") for rule in rules.RULES for story in rule.fires]
QUIET = [pytest.param(rule, story, id=f"{rule.code} {story.title}") for rule in rules.RULES for story in rule.stays_quiet]
TODAY = dt.date(2026, 7, 1)


@pytest.fixture(scope="module")
async def connection(empty_region: Settings) -> AsyncIterator[Any]:
    connection = await main.connect(empty_region)
    await calendar.recompute(connection, TODAY, Days(empty_region.tz))
    yield connection
    await connection.close()


async def ask(connection: Any, settings: Settings, rule: Rule, story: Story) -> list[Found]:
    """Tells the story, asks the rule about every subject of its kind, and takes everything back."""
    days = Days(settings.tz)
    asking = Asking(rule)
    await connection.execute("BEGIN")
    try:
        marks = await Stage(connection, days).tell(story.parts)
        if marks.keys() & {Thing.CALENDAR_DAY, Thing.WEEK}:
            await calendar.recompute(connection, TODAY, days)
        noon = dt.datetime.combine(story.asked.day, dt.time(12), settings.tz)
        at = At.live((noon - dt.datetime(2000, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1), days)
        keys = await asking.in_slice(connection, -(1 << 63), (1 << 63) - 1, None)
        found = await asking.ask(connection, ((key, at) for key in keys), asking.arguments({}, settings.zone, days))
        return list(found.values())
    finally:
        await connection.execute("ROLLBACK")


@pytest.mark.parametrize(("rule", "story"), FIRES)
async def test_story_fires(connection: Any, empty_region: Settings, rule: Rule, story: Story) -> None:
    found = await ask(connection, empty_region, rule, story)
    told = [json.loads(one.values) for one in found]
    expected = story.asked.values
    assert expected in [{name: values[name] for name in expected} for values in told], told


@pytest.mark.parametrize(("rule", "story"), QUIET)
async def test_story_stays_quiet(connection: Any, empty_region: Settings, rule: Rule, story: Story) -> None:
    assert [one.values for one in await ask(connection, empty_region, rule, story)] == []
