"""What every connector keeps, asked in one line a connector: `TestFile = contract(file, source, put)`.

`put(folder, contents)` makes a source that holds the records of `contents` (key → a number that stands for the content) in the order of
their keys, and returns the settings that read it. It is called again with other contents on the same folder: the source has changed (one
with change stamps gives every change a new one).
"""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from hub.bus.publisher import Publisher
from hub.bus.records import topic_of
from hub.connector import Connector, ConnectorSettings
from hub.connector.journal import Counts
from hub.connector.runner import Ended, Runner
from hub.errors import StopError
from hub.intake import registering
from hub.intake.registering import NewSource
from hub.keys.vault import Vault, read_master, write_master
from hub.settings import Settings
from hub.store.engine import engine as make_engine
from schemas.decode import decode
from schemas.envelope import Event
from tests.bus.kafkas import everything_in

Contents = Mapping[int, int]
Put = Callable[[Path, Contents], ConnectorSettings]
MANY = 1_200
"""Records of a kill test: more than two portions."""
POINTS = ("connector wrote:2", "connector published:2", "connector marked:2", "connector moved:2")


@dataclass
class Station:
    """A registered source and a runner for it."""

    settings: Settings
    source: NewSource
    runner: Runner

    async def run(self, connector: Connector[Any], chosen: ConnectorSettings) -> Ended:
        return await self.runner.run(connector, chosen, self.source.slug)

    async def events(self, domain: str | None = None) -> list[Event]:
        """All events of a domain (the source's first one) that lie in Kafka."""
        topic = topic_of(self.settings.topic_prefix, domain or self.source.domains[0], self.source.agency)
        return [decode(record.value) for record in await everything_in(self.settings.kafka, topic)]

    async def checked(self) -> list[tuple[int, int | None]]:
        """(records, new) of every time that the source was said to be checked."""
        return [(event.data.records, event.data.new) for event in await self.events("reference")]

    async def ask(self, question: str) -> list[Any]:
        connection = await asyncpg.connect(self.settings.dsn)
        try:
            return [tuple(row) for row in await connection.fetch(question)]
        finally:
            await connection.close()

    async def run_until_killed(self, connector: Connector[Any], chosen: ConnectorSettings, place: str) -> None:
        """The same run by the real command, which kills itself (-9) at a place."""
        given = [f"--set={name}={value}" for name, value in chosen.model_dump(mode="json").items()]
        told = self.settings
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SIMPUL_")} | {
            "SIMPUL_FAIL_AT": place,
            "SIMPUL_DATABASE": told.dsn,
            "SIMPUL_KAFKA": told.kafka,
            "SIMPUL_TOPIC_PREFIX": told.topic_prefix,
            "SIMPUL_PARTITIONS": str(told.partitions),
            "SIMPUL_HOME": str(told.home),
        }
        command = [sys.executable, "-m", "hub", "connector", "run", connector.name, "--source", self.source.slug, *given]
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said, _ = await process.communicate()
        assert process.returncode == -signal.SIGKILL, said.decode()


@asynccontextmanager
async def stationed(settings: Settings, source: NewSource) -> AsyncIterator[Station]:
    """Registers a source with its topics, and a runner with a publisher of its own."""
    write_master(settings.master_key_file)
    engine = make_engine(settings.dsn)
    await registering.add(engine, settings, source, who="test")
    await engine.dispose()
    publisher = Publisher(settings)
    await publisher.start()
    try:
        yield Station(settings, source, Runner(settings, Vault(read_master(settings.master_key_file)), publisher))
    finally:
        await publisher.stop()


class ConnectorContract:
    """The promises; a connector's class has its three parts."""

    connector: Connector[Any]
    source: NewSource
    put: Put
    stamped: bool

    @pytest.fixture
    async def station(self, settings: Settings) -> AsyncIterator[Station]:
        async with stationed(settings, self.source) as made:
            yield made

    async def test_the_first_run_says_everything_once_as_history_with_its_origin(self, station: Station, tmp_path: Path) -> None:
        ended = await station.run(self.connector, self.put(tmp_path, {1: 1, 2: 1, 3: 1}))
        assert (ended.history, ended.counts) == (True, Counts(3, 3, 0))
        events = await station.events()
        assert len({event.id for event in events}) == len(events) == 3
        assert all(event.id.endswith(":000001") or self.stamped for event in events)
        assert [event.model_extra for event in events] == [{"history": "true"}] * 3
        assert all(event.origin for event in events)
        assert await station.checked() == [(3, 3)]

    async def test_a_run_with_nothing_new_says_only_that_it_looked(self, station: Station, tmp_path: Path) -> None:
        chosen = self.put(tmp_path, {1: 1, 2: 1})
        await station.run(self.connector, chosen)
        ended = await station.run(self.connector, chosen)
        assert (ended.history, ended.counts.sent) == (False, 0)
        assert len(await station.events()) == 2
        assert [new for _, new in await station.checked()] == [2, 0]

    async def test_what_changed_and_what_was_added_is_said_and_the_rest_is_not(self, station: Station, tmp_path: Path) -> None:
        await station.run(self.connector, self.put(tmp_path, {1: 1, 2: 1, 3: 1}))
        ended = await station.run(self.connector, self.put(tmp_path, {1: 1, 2: 2, 3: 1, 4: 1}))
        assert ended.counts.sent == 2
        events = await station.events()
        of_key = Counter(event.subject for event in events)
        assert sorted(of_key.values()) == [1, 1, 1, 2]
        assert sum(event.model_extra == {"history": "true"} for event in events) == 3
        assert len({event.id for event in events}) == 5

    async def test_a_content_that_returns_is_a_change_like_any_other(self, station: Station, tmp_path: Path) -> None:
        for content in (1, 2, 1):
            await station.run(self.connector, self.put(tmp_path, {1: content}))
        events = await station.events()
        assert len({event.id for event in events}) == 3
        assert events[0].data == events[2].data != events[1].data

    @pytest.mark.parametrize("place", POINTS)
    async def test_killed_in_the_middle_the_next_run_says_the_rest(self, station: Station, tmp_path: Path, place: str) -> None:
        chosen = self.put(tmp_path, dict.fromkeys(range(MANY), 1))
        await station.run_until_killed(self.connector, chosen, place)
        ended = await station.run(self.connector, chosen)
        assert ended.history
        assert 0 < ended.counts.records < MANY
        await self._all_said_once(station, MANY)
        assert await station.ask("SELECT state FROM run ORDER BY no") == [("broken",), ("done",)]

    async def test_a_source_that_changed_after_a_kill_never_says_two_contents_under_one_id(self, station: Station, tmp_path: Path) -> None:
        await station.run_until_killed(self.connector, self.put(tmp_path, dict.fromkeys(range(10), 1)), "connector published")
        await station.run(self.connector, self.put(tmp_path, dict.fromkeys(range(10), 2)))
        await self._all_said_once(station, 20)

    async def _all_said_once(self, station: Station, count: int) -> None:
        """As many events as there are, one content an id, whatever was published twice."""
        contents: dict[str, set[str]] = {}
        for event in await station.events():
            contents.setdefault(event.id, set()).add(json.dumps(event.data.model_dump(mode="json"), sort_keys=True))
        assert len(contents) == count
        assert {len(one) for one in contents.values()} == {1}

    async def test_two_runs_at_once_are_one(self, station: Station, tmp_path: Path) -> None:
        chosen = self.put(tmp_path, dict.fromkeys(range(MANY), 1))
        ran = await asyncio.gather(*(station.run(self.connector, chosen) for _ in range(2)), return_exceptions=True)
        refused = [one for one in ran if isinstance(one, StopError)]
        assert len(refused) == 1, ran
        assert "sedang berjalan" in str(refused[0])
        assert len(await station.events()) == MANY

    async def test_a_source_that_nobody_registered_is_not_read(self, station: Station, tmp_path: Path) -> None:
        with pytest.raises(StopError, match="simpul source add"):
            await station.runner.run(self.connector, self.put(tmp_path, {1: 1}), "siluman")

    async def test_what_this_source_may_not_say_waits_on_the_desk_and_the_run_goes_on(self, station: Station, tmp_path: Path) -> None:
        await station.ask("UPDATE source SET domains = '{reference}'")
        ended = await station.run(self.connector, self.put(tmp_path, {1: 1, 2: 1}))
        assert ended.counts == Counts(2, 0, 2)
        assert await station.ask("SELECT DISTINCT code, state FROM dead_letter") == [("domain", "open")]
        assert await station.events() == []


def contract(connector: Connector[Any], source: NewSource, put: Put, *, stamped: bool = False) -> type[ConnectorContract]:
    """The test class of a connector; `stamped`: the source has change stamps, so the kit does not count."""
    parts = {"connector": connector, "source": source, "put": staticmethod(put), "stamped": stamped}
    return type(f"Test{connector.name.title()}", (ConnectorContract,), parts)
