"""The demo's clock, moved day by day."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from hub.alerts import rules
from hub.alerts.playing import Midnight, after, play
from hub.alerts.stories import acting_head
from hub.errors import StopError, TryLaterError
from hub.settings import Settings
from tests.alerts.region import Region

NOON = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)


@pytest.fixture
async def region(settings: Settings) -> AsyncIterator[Region]:
    region = Region(settings, rules.RULES)
    await region.open()
    yield region
    await region.close()


async def nothing() -> int:
    return 0


async def three() -> int:
    return 3


@pytest.mark.parametrize(
    ("step", "day"), [("90d", "2026-05-01"), ("2w", "2026-02-14"), ("1mo", "2026-02-28"), ("13mo", "2027-02-28"), ("1y", "2027-01-31")]
)
def test_span_is_added_as_people_mean_it(step: str, day: str) -> None:
    assert after(NOON, step).date().isoformat() == day


@pytest.mark.parametrize("step", ["", "90", "3 mo", "-1d", "1h", "99999d"])
def test_what_is_no_span_is_refused(step: str) -> None:
    with pytest.raises(StopError, match="jangka waktu"):
        after(NOON, step)


def test_span_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(StopError, match="9999"):
        after(NOON, "9999y")


async def test_alerts_open_on_their_own_day_on_the_way(region: Region) -> None:
    begin = await region.on("2026-04-03")
    await region.tell(*acting_head(since="2026-01-05"))
    heard: list[Midnight] = []
    await play(region.connection, region.settings, begin + dt.timedelta(days=5), nothing, heard.append)
    assert [midnight.day.day for midnight in heard] == [4, 5, 6, 7, 8]
    assert [midnight.news for midnight in heard if midnight.news] == [(("A08", "opened", 1),)]
    opened = await region.connection.fetchval("SELECT (opened_at AT TIME ZONE 'Asia/Jakarta')::date FROM alert")
    assert opened == dt.date(2026, 4, 6)


async def test_clock_waits_for_what_is_unread(region: Region) -> None:
    begin = await region.on("2026-04-03")
    with pytest.raises(TryLaterError, match="3 peristiwa"):
        await play(region.connection, region.settings, begin + dt.timedelta(days=5), three, lambda _: None)
    now = await region.connection.fetchval("SELECT (clock_timestamp() + ahead)::date FROM clock")
    assert now == dt.date(2026, 4, 3)


async def test_clock_does_not_go_back(region: Region) -> None:
    begin = await region.on("2026-04-03")
    with pytest.raises(StopError, match="hanya dapat maju"):
        await play(region.connection, region.settings, begin - dt.timedelta(days=1), nothing, lambda _: None)
