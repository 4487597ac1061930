"""A hub without Kafka for tests of the whole path: consumers that are handed their batches, and what the database holds afterwards."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

from pydantic_core import from_json

from hub.bus.records import Record
from hub.intake.admission import admit
from hub.intake.stamp import Stamps
from hub.keys.vault import SealedError, Vault, generation_of, read_master, write_master
from hub.migrations.every import MODULES
from hub.pipeline import Pipeline
from hub.rebuild.replay import Replay
from hub.rebuild.verify import examine
from hub.settings import Settings
from hub.store import engine
from hub.store.metadata import metadata
from hub.store.order import Days
from hub.store.rows import Row
from hub.views.registry import PROJECTIONS, VIEWS
from schemas.decode import decode
from tests.histories.arrivals import Batch, Delivery
from tests.histories.world import RECEIVED, SPEAKERS
from tests.model.facts import Rows
from tests.views.rows import Words

MEMORIES: Final = (0, 1, 1000, 1000)
"""How many subjects the consumers keep in memory: none, too few, all, all."""
KEPT: Final = ("source", "credential", "event_type", "topic", "cluster", "clock", "calendar_day")
"""Tables that do not depend on events."""
_TABLES: Final = [table for table in reversed(metadata.sorted_tables) if MODULES and table.name not in KEPT]
_EMPTY: Final = "; ".join(str(table.delete()) for table in _TABLES)
_SOURCE: Final = "INSERT INTO source (slug, agency, name, domains, scope) VALUES ($1, $2, $1, $3, $4)"


class Log(NamedTuple):
    """What is in the database beside the views: nothing of it depends on arrival.

    Attributes:
        accepted: (source, id) of the log.
        keys: how many event keys there are.
        heads: subject → (order key of its newest event, whether it has amendments).
        conflicts: (source, id) on the desk for other content; `others`: codes of whatever else is there.
    """

    accepted: set[tuple[str, str]]
    keys: int
    heads: dict[str, tuple[bytes, bool]]
    conflicts: set[tuple[str, str]]
    others: list[str]


class Hub:
    """One database, and consumers over it that live through many histories: to open one costs a tenth of a second."""

    def __init__(self, settings: Settings, connection: Any) -> None:
        self.settings = settings
        self.connection = connection
        self._vault = Vault(read_master(settings.master_key_file))
        self._stamps = Stamps(self._vault, Days(settings.tz))
        some = [settings.model_copy(update={"subjects_in_memory": most}) for most in MEMORIES]
        self.consumers = [Pipeline(one, cluster="test", admit=admit) for one in some]

    async def prepare(self) -> None:
        """Registers the sources of the histories' world and opens the consumers."""
        await self.connection.executemany(_SOURCE, [(s.slug, s.agency, list(s.domains), s.scope) for s in SPEAKERS])
        for consumer in self.consumers:
            await consumer.open()

    async def dismiss(self) -> None:
        """Ends the consumers."""
        for consumer in self.consumers:
            await consumer.close()

    async def close(self) -> None:
        await self.dismiss()
        await self.connection.close()

    async def empty(self) -> None:
        """Forgets everything that came with events. Working days are counted anew only where an event had changed them: it takes long."""
        changed = await self.connection.fetchval("SELECT EXISTS (SELECT FROM special_day) OR EXISTS (SELECT FROM working_week)")
        await self.connection.execute(_EMPTY)
        if changed:
            await self.connection.execute("DELETE FROM calendar_day")

    async def receive(self, batches: Iterable[Batch], pair: tuple[int, int]) -> None:
        """Lets two of the consumers, by their numbers, take the batches; they begin with empty memories."""
        for consumer in self.consumers:
            consumer.forget()
        for batch in batches:
            await self.consumers[pair[batch.consumer]].take(self.records(batch))

    def records(self, batch: Batch) -> list[Record]:
        return [self._record(one) for one in batch.deliveries]

    def _record(self, one: Delivery) -> Record:
        """As a direct producer writes it, or, every other time, as the intake does: checked and stamped."""
        received, value, headers = int(RECEIVED.timestamp() * 1000), one.said.value(), list[tuple[str, bytes]]()
        if (one.offset + one.partition) % 2:
            _, _, value, headers = self._stamps.put(decode(value))
        return Record(f"{self.settings.topic_prefix}{one.topic}", one.partition, one.offset, received, value, headers)

    async def views(self) -> Rows:
        """Every row of every view."""
        keys = await self._person_keys()
        rows: list[Row] = []
        for row_class in (row for view in PROJECTIONS for row in (view.main, *view.lists)):
            rows += [row_class(*record) for record in await self.connection.fetch(str(row_class.table.select()))]
        return Words(self._vault.hashes, lambda token: from_json(_opened(keys, token))).of(rows)

    async def log(self) -> Log:
        fetch = self.connection.fetch
        paths = {
            number: f"/{self.settings.region}/{agency}/{slug}"
            for number, slug, agency in await fetch("SELECT no, slug, agency FROM source")
        }
        heads = await fetch("SELECT subject, last, amended FROM subject")
        desk = await fetch("SELECT source, id, code FROM dead_letter")
        return Log(
            accepted={(paths[source], name) for source, name in await fetch("SELECT source, id FROM event")},
            keys=await self.connection.fetchval("SELECT count(*) FROM event_key"),
            heads={subject: (last, amended) for subject, last, amended in heads},
            conflicts={(paths[source], name) for source, name, code in desk if code == "conflict"},
            others=[code for _, _, code in desk if code != "conflict"],
        )

    async def differences(self) -> list[Any]:
        """What a verification names; on the connection of the tests, to spare the making of another."""
        replay = await Replay.prepared(self.connection, VIEWS, Days(self.settings.tz))
        told: list[Any] = []
        async with self.connection.transaction():
            seen = await examine(self.connection, replay, None, None, told.append, lambda _done, _total: None)
        return told + seen.counts

    async def _person_keys(self) -> list[Any]:
        return [
            self._vault.unwrap(wrapped, generation)
            for generation, wrapped in await self.connection.fetch("SELECT generation, wrapped FROM person_key")
        ]


def _opened(keys: list[Any], token: bytes) -> bytes:
    """Whose token it is is not said in a row of a view; the key that opens it is the right one."""
    for key in keys:
        if key.generation == generation_of(token):
            try:
                said: bytes = key.open(token)
            except SealedError:
                continue
            return said
    raise AssertionError("no person's key opens this token")


@asynccontextmanager
async def hub(settings: Settings) -> AsyncIterator[Hub]:
    """A hub over a fresh database; makes its master key."""
    write_master(settings.master_key_file)
    one = Hub(settings, await engine.connect(settings.dsn))
    try:
        await one.prepare()
        yield one
    finally:
        await one.close()
