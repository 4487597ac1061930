"""What the demo puts into a fresh region: reference data, and a thousand real complaints where they are at hand."""

import json
from collections import Counter
from pathlib import Path

import asyncpg
import pytest

from hub.alerts.main import connect
from hub.bus.lag import Ends
from hub.consuming import serve
from hub.demo import first
from hub.keys.vault import write_master
from hub.settings import Settings
from schemas.registry import DOMAINS
from tests.background import background
from tests.waiting import until_async

SAMPLES = Path(__file__).parents[3] / "shared" / "data"


async def unread(settings: Settings) -> int:
    """How many records of the region's topics are not in the database yet."""
    async with Ends(settings.kafka, settings.topic_prefix, frozenset(DOMAINS)) as kafka:
        ends = sum((await kafka.ends()).values())
    connection = await connect(settings)
    done = await connection.fetchval("SELECT coalesce(sum(next), 0) FROM kafka_offset")
    await connection.close()
    return int(ends - done)


@pytest.fixture
def said() -> list[str]:
    return []


async def prepared(settings: Settings, said: list[str]) -> asyncpg.Connection:
    write_master(settings.master_key_file)
    await first.prepare(settings, said.append)
    async with background(serve(settings)):
        await until_async(lambda: unread(settings), 0, limit_s=60)
    return await asyncpg.connect(settings.dsn)


async def test_fresh_demo_knows_its_agencies_and_holidays(settings: Settings, said: list[str]) -> None:
    told = settings.model_copy(update={"samples": settings.home})
    connection = await prepared(told, said)
    counts = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM agency), (SELECT count(*) FROM unit), (SELECT count(*) FROM special_day)"
    )
    await connection.close()
    assert tuple(counts) == (22, 3, 82)
    assert said == [f"Pengaduan sungguhan tidak ada di {told.samples}; contoh berjalan tanpanya."]


@pytest.mark.skipif(not (SAMPLES / first.COMPLAINTS).exists(), reason="the real complaints are not part of the project")
async def test_real_complaints_are_counted_as_in_their_file_and_once(settings: Settings, said: list[str]) -> None:
    told = settings.model_copy(update={"samples": SAMPLES})
    rows = json.loads((SAMPLES / first.COMPLAINTS).read_text())
    agencies = Counter(row["agency"].lower() for row in rows)
    states = {"Open": "received", "In Progress": "dispatched", "Started": "in-progress", "Closed": "resolved"}
    connection = await prepared(told, said)
    await first.prepare(told, said.append)
    by_agency = await connection.fetch("SELECT agency, count(*) FROM complaint GROUP BY agency")
    by_state = await connection.fetch("SELECT state, count(*) FROM complaint GROUP BY state")
    desk = await connection.fetchval("SELECT count(*) FROM dead_letter")
    await connection.close()
    assert dict(map(tuple, by_agency)) == agencies
    assert dict(map(tuple, by_state)) == Counter(states[row["status"]] for row in rows)
    assert desk == 0
    assert said[1] == "Pengaduan sungguhan (311 Kota New York): 0 peristiwa dibaca, 0 dikirim."
    assert await unread(told) <= 5, "only that the sources were checked is new"
