"""A thousand real complaints: what is counted in the file is counted in the events. Where the data is not at hand, the test says so."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from connectors.file.reader import Settings as FileSettings
from connectors.file.reader import file
from hub.bus.records import Record
from hub.connector import Record as Told
from hub.connector.journal import Counts
from hub.intake.admission import admit
from hub.intake.registering import NewSource
from hub.pipeline import Pipeline
from hub.settings import Settings
from schemas.complaints import ComplaintDispatched, ComplaintReceived, ComplaintResolved, ComplaintResponded
from tests.bus.kafkas import everything_in
from tests.suites.connector_contract import stationed

DATA = Path(os.environ.get("REAL_INPUT", Path(__file__).parents[4] / "shared" / "data")) / "nyc311-2026-02-12.json"
MAPPING = Path(__file__).parents[3] / "connectors/file/mappings/nyc311.yaml"
STATUS = {ComplaintReceived: "Open", ComplaintDispatched: "In Progress", ComplaintResponded: "Started", ComplaintResolved: "Closed"}
"""What the last event of a complaint says about its status."""
STATE = {"Open": "received", "In Progress": "dispatched", "Started": "in-progress", "Closed": "resolved"}

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"no real input at {DATA}")


async def test_agencies_and_status_of_the_file_are_recovered_from_the_events_and_a_second_run_adds_nothing() -> None:
    told = json.loads(DATA.read_text())
    last: dict[str, tuple[str, str]] = {}
    async for found in file.read(FileSettings(path=DATA, mapping=MAPPING), None):
        assert isinstance(found, Told), found
        agency = found.data.agency if isinstance(found.data, ComplaintReceived) else last[found.key][0]
        last[found.key] = (agency or "", STATUS[type(found.data)])
    assert Counter(last.values()) == Counter((row["agency"].lower(), row["status"]) for row in told)


async def test_through_kafka_and_the_pipeline_the_page_counts_what_the_file_counts(settings: Settings) -> None:
    told = json.loads(DATA.read_text())
    chosen = FileSettings(path=DATA, mapping=MAPPING)
    async with stationed(settings, NewSource("lapor", "diskominfo", "SP4N-LAPOR!", ("complaints",), "region")) as station:
        assert (await station.run(file, chosen)).counts == Counts(2194, 2194, 0)
        topic = f"{settings.topic_prefix}complaints.diskominfo"
        records = await everything_in(settings.kafka, topic)
        pipeline = Pipeline(settings, cluster="test", admit=admit)
        await pipeline.open()
        await pipeline.take([Record(r.topic, r.partition, r.offset, r.timestamp, r.value, r.headers) for r in records])
        await pipeline.close()
        rows = await station.ask("SELECT agency, state, count(*) FROM complaint GROUP BY 1, 2")
        assert await station.ask("SELECT count(*) FROM dead_letter") == [(0,)]
        assert (await station.run(file, chosen)).counts == Counts(0, 0, 0)
        assert len(await everything_in(settings.kafka, topic)) == len(records)
    expected = Counter((row["agency"].lower(), STATE[row["status"]]) for row in told)
    assert {(agency, state): count for agency, state, count in rows} == expected
