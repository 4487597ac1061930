"""One run of a connector: what it reads becomes events, checked as at the intake, published, and only then is the cursor moved.

Killed anywhere in between, the next run does the rest; what it says twice is the same event.
"""

from collections.abc import AsyncIterator
from typing import Any, Final, NamedTuple

from hub import logs, metrics
from hub.bus.publisher import Publisher
from hub.clock import instant as hub_time
from hub.connector import journal
from hub.connector.journal import Counts, Whose
from hub.connector.kit import CannotReadError, Connector, ConnectorSettings, Finding, Record
from hub.connector.making import Maker
from hub.connector.speaking import Speaker, Voice
from hub.errors import SimpulError, StopError, TryLaterError
from hub.intake.database import AWAY
from hub.intake.desk import Desk
from hub.intake.stamp import Stamps
from hub.keys import Vault
from hub.settings import Settings
from hub.store import engine
from hub.store.order import Days, moment
from hub.store.sources import Sources
from schemas.reference import SourceChecked

LOG: Final = logs.get(__name__)
PORTION: Final = 500
"""Findings between two steps of the cursor."""


class Ended(NamedTuple):
    """A run that went through."""

    run: int
    history: bool
    counts: Counts


class Runner:
    """Runs connectors for the sources of a region."""

    def __init__(self, settings: Settings, vault: Vault, publisher: Publisher) -> None:
        self._settings = settings
        self._vault = vault
        self._publisher = publisher

    async def run(self, connector: Connector[Any], chosen: ConnectorSettings, slug: str) -> Ended:
        """Reads a source to its end.

        Raises:
            StopError: there is no such source, it is closed, or such a run is under way.
            TryLaterError: PostgreSQL or Kafka went away; the next run goes on from where this one came to.
        """
        connection = None
        try:
            connection = await engine.connect(self._settings.dsn)
            return await self._run(connection, connector, chosen, slug)
        except AWAY as error:
            raise TryLaterError("Basis data tidak menjawab. Jalankan lagi; pembacaan dilanjutkan dari tempat terakhir.") from error
        finally:
            if connection is not None:
                await connection.close(timeout=5)

    async def _run(self, connection: Any, connector: Connector[Any], chosen: ConnectorSettings, slug: str) -> Ended:
        voice = await self._voice(connection, slug)
        whose = Whose(voice.source.no, connector.name, chosen.feed)
        begun = await journal.begin(connection, whose)
        maker = Maker(self._settings.region, voice.source, self._vault.hashes, history=begun.history)
        reading = _Reading(connection, connector, whose, begun.no, Speaker(connection, voice, maker))
        try:
            await reading.follow(connector.read(chosen, begun.since))
            await reading.tell_checked(maker, voice.source.agency)
        except AWAY:
            raise
        except Exception as error:
            metrics.RUNS.labels(connector.name, "failed").inc()
            await journal.end(connection, begun.no, "failed", str(error) if isinstance(error, SimpulError) else type(error).__name__)
            raise
        await journal.end(connection, begun.no, "done")
        metrics.RUNS.labels(connector.name, "done").inc()
        LOG.info("connector ended", connector=connector.name, source=slug, **reading.counts._asdict())
        return Ended(begun.no, begun.history, reading.counts)

    async def _voice(self, connection: Any, slug: str) -> Voice:
        sources = Sources(self._settings.region)
        await sources.load(connection)
        source = sources.by_slug.get(slug)
        if source is None:
            raise StopError(f"Tidak ada sumber {slug}. Daftarkan dengan `simpul source add`.")
        if source.closed_at is not None and source.closed_at <= await hub_time(connection):
            raise StopError(f"Sumber {slug} sudah ditutup.")
        settings = self._settings
        stamps = Stamps(self._vault, Days(settings.tz))
        return Voice(source, sources, source.path(settings.region), settings.topic_prefix, stamps, Desk(self._vault), self._publisher)


class _Reading:
    """The findings of one run on their way out, a portion at a time."""

    def __init__(self, connection: Any, connector: Connector[Any], whose: Whose, run: int, speaker: Speaker) -> None:
        self._connection = connection
        self._connector = connector
        self._whose = whose
        self._run = run
        self._speaker = speaker
        self.counts = Counts()

    async def follow(self, findings: AsyncIterator[Finding]) -> None:
        """Says all of them; a key that comes a second time begins a new portion, so that its versions follow each other."""
        portion: dict[bytes, Finding] = {}
        try:
            async for finding in findings:
                if isinstance(finding, Record) and type(finding.data) not in self._connector.emits:
                    raise StopError(f"Konektor {self._connector.name} tidak menyebut {type(finding.data).__name__} dalam emits.")
                key = self._speaker.key(finding)
                if key in portion or len(portion) >= PORTION:
                    await self._say(list(portion.values()))
                    portion.clear()
                portion[key] = finding
        except CannotReadError:
            await self._say(list(portion.values()))
            raise
        await self._say(list(portion.values()))

    async def _say(self, portion: list[Finding]) -> None:
        if not portion:
            return
        sent, refused = await self._speaker.say(portion)
        counts = self.counts
        self.counts = Counts(counts.records + len(portion), counts.sent + sent, counts.refused + refused)
        async with self._connection.transaction():
            await journal.move(self._connection, self._whose, self._run, portion[-1].cursor, self.counts)
        self._speaker.fail("connector moved")
        metrics.RECORDS.labels(self._connector.name).inc(sent)

    async def tell_checked(self, maker: Maker, agency: str) -> None:
        """Says that the source was looked at, also when nothing was new: quiet is not silence."""
        now = await hub_time(self._connection)
        name = f"{self._connector.name}-{self._run}"
        said = SourceChecked(agency=agency, records=self.counts.records, new=self.counts.sent, run=name)
        await self._speaker.publish([self._speaker.checked(maker.about_itself(said, name, moment(now)), now).message])
