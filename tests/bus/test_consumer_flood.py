"""A flood of bad events pauses its topic and no other; a person ends the pause, and reading goes on exactly where it stopped."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from typer.testing import CliRunner

from hub import consuming
from hub.cli import app
from hub.settings import Settings
from tests.bus.consumers import Region, prepared, running, until
from tests.faults.world import environment
from tests.intake.events import body, received

FLOODED = "complaints.diskominfo"
OTHER = "complaints.dishub"
IN_A_ROW = 100


@pytest.fixture
async def region(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Region]:
    monkeypatch.setattr(consuming, "LOOK_S", 0.3)
    async with prepared(settings) as made:
        yield made


def of_other(number: int) -> bytes:
    return body(received(number, source="/32.73/dishub/aduan", subject=f"complaint/aduan:{number}"))


async def paused(region: Region) -> dict[str, str]:
    return dict(await region.connection.fetch("SELECT topic, reason FROM topic_pause"))


async def flood(region: Region, good_behind: int = 30) -> None:
    """One good event, a flood, and good ones behind it."""
    await region.send(body(received(1)))
    for _ in range(IN_A_ROW + 5):
        await region.send(b"{")
    for number in range(good_behind):
        await region.send(body(received(100 + number)))


async def test_flood_pauses_its_topic_and_others_go_on(region: Region) -> None:
    async with running(region.settings):
        await flood(region)
        await until(lambda: _is_paused(region))
        assert await paused(region) == {region.topic(FLOODED): f"{IN_A_ROW} kiriman bermasalah berturut-turut (broken-json)"}
        assert await region.next_offset() == 1 + IN_A_ROW
        assert await region.logged() == [0]
        offset = await region.send(of_other(1), topic=OTHER)
        await until(lambda: _reached(region, OTHER, offset + 1))
        assert await region.connection.fetchval("SELECT count(*) FROM dead_letter") == IN_A_ROW
        assert await region.next_offset() == 1 + IN_A_ROW


async def test_pause_outlives_the_consumer(region: Region) -> None:
    async with running(region.settings):
        await flood(region)
        await until(lambda: _is_paused(region))
    async with running(region.settings):
        offset = await region.send(of_other(1), topic=OTHER)
        await until(lambda: _reached(region, OTHER, offset + 1))
        assert await region.next_offset() == 1 + IN_A_ROW


async def test_a_person_ends_the_pause_and_reading_goes_on_where_it_stopped(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(region.settings):
        await flood(region)
        await until(lambda: _is_paused(region))
        await _resume(region, monkeypatch)
        end = 1 + IN_A_ROW + 5 + 30
        await until(lambda: _reached(region, FLOODED, end))
    assert await region.logged() == [0, *range(1 + IN_A_ROW + 5, end)]
    refused = [off for (off,) in await region.connection.fetch("SELECT off FROM dead_letter ORDER BY off")]
    assert refused == list(range(1, 1 + IN_A_ROW + 5))
    assert await paused(region) == {}


async def test_bad_events_with_good_ones_among_them_are_no_flood(region: Region) -> None:
    async with running(region.settings):
        for number in range(3):
            for _ in range(IN_A_ROW - 1):
                await region.send(b"{")
            await region.send(body(received(number)))
        await until(lambda: _reached(region, FLOODED, 3 * IN_A_ROW))
        assert await paused(region) == {}


async def test_too_many_bad_events_of_a_day_are_a_flood(region: Region) -> None:
    async with running(region.settings.model_copy(update={"flood_a_day": 7})):
        for number in range(10):
            await region.send(b"{")
            await region.send(body(received(number)))
        await until(lambda: _is_paused(region))
        assert await paused(region) == {region.topic(FLOODED): "7 kiriman bermasalah dalam sehari"}
        assert await region.connection.fetchval("SELECT count(*) FROM dead_letter") == 7


async def test_pause_that_a_person_made_holds_and_ends(region: Region) -> None:
    async with running(region.settings):
        await region.send(body(received(1)))
        await until(lambda: _reached(region, FLOODED, 1))
        await region.connection.execute("INSERT INTO topic_pause (topic, reason, by) VALUES ($1, 'migrasi', 'budi')", region.topic(FLOODED))
        await asyncio.sleep(4 * consuming.LOOK_S)  # nobody else sees when the consumer has looked
        for number in range(2, 50):
            await region.send(body(received(number)))
        offset = await region.send(of_other(1), topic=OTHER)
        await until(lambda: _reached(region, OTHER, offset + 1))
        assert await region.logged() == [0]
        await region.connection.execute("DELETE FROM topic_pause")
        await until(lambda: _reached(region, FLOODED, 49))
    assert await region.logged() == list(range(49))


async def _is_paused(region: Region) -> bool:
    return bool(await paused(region))


async def _reached(region: Region, topic: str, end: int) -> bool:
    return await region.next_offset(topic) == end


async def _resume(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    """`simpul topics resume`, in a thread of its own because it has a loop of its own."""
    for name, value in environment(region.settings).items():
        monkeypatch.setenv(name, value)
    done = await asyncio.to_thread(CliRunner().invoke, app, ["topics", "resume", region.topic(FLOODED)])
    assert done.exit_code == 0, done.output
