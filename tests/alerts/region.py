"""A small region at work without Kafka: events go through the real pipeline, the real evaluator works off the marks, the clock is set."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from hub.alerts import main
from hub.alerts.evaluator import Evaluator, Outcome
from hub.alerts.rule import Rule
from hub.alerts.stories import Part
from hub.bus.records import Record
from hub.keys.vault import write_master
from hub.pipeline import Pipeline
from hub.settings import Settings
from schemas.encode import encode
from schemas.registry import event_type_of

SOURCES = {
    "simpeg": ("bkpsdm", "personnel"),
    "siasn": ("bkpsdm", "personnel"),
    "gaji": ("bpkad", "payroll"),
    "sipd": ("bpkad", "spending"),
    "lapor": ("diskominfo", "complaints"),
    "pages": ("setda", "reference"),
}


class Region:
    """Tells events, moves the clock, evaluates, and reads what became of alerts."""

    def __init__(self, settings: Settings, rules: Iterable[Rule]) -> None:
        self.settings = settings
        self._rules = tuple(rules)
        self._told = 0

    async def open(self) -> None:
        write_master(self.settings.master_key_file)
        self.connection = await main.connect(self.settings)
        rows = [(slug, agency, [domain]) for slug, (agency, domain) in SOURCES.items()]
        await self.connection.executemany("INSERT INTO source (slug, agency, name, domains, scope) VALUES ($1, $2, $1, $3, 'region')", rows)
        await self.connection.execute("UPDATE clock SET simulated = true")
        self.pipeline = Pipeline(self.settings, cluster="test", admit=lambda *_: None)
        await self.pipeline.open()
        self.evaluator = Evaluator(self.connection, self.settings, self._rules)

    async def close(self) -> None:
        await self.pipeline.close()
        await self.connection.close()

    async def on(self, day: str, hour: int = 12) -> dt.datetime:
        """Sets the hub's clock, backwards too."""
        at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour), self.settings.tz)
        await self.connection.execute("UPDATE clock SET ahead = $1::text::timestamptz - clock_timestamp()", at.isoformat())
        return at

    async def tell(self, *said: Part | tuple[Part, ...], time: dt.datetime | None = None, history: bool = False) -> None:
        """One batch of events."""
        recorded = time or dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
        records = []
        for part in (part for one in said for part in (one if isinstance(one, tuple) else (one,))):
            self._told += 1
            slug = part.subject.partition("/")[2].partition(":")[0]
            agency, domain = SOURCES[slug]
            attributes: dict[str, Any] = {"history": True} if history else {}
            value = encode(
                part.data,
                id=f"{event_type_of(type(part.data)).short}:{self._told}",
                source=f"/{self.settings.region}/{agency}/{slug}",
                subject=part.subject,
                time=recorded + dt.timedelta(seconds=self._told),
                **attributes,
            )
            topic = f"{self.settings.topic_prefix}{domain}.{agency}"
            records.append(Record(topic, 0, self._told, 1_735_700_000_000, value, ()))
        await self.pipeline.take(records)

    async def settle(self) -> list[Outcome]:
        return await main.settle(self.evaluator)

    async def alerts(self) -> list[tuple[str, str, int]]:
        """(rule, state, episode) of every alert."""
        rows = await self.connection.fetch("SELECT rule, state, episode FROM alert ORDER BY rule, no")
        return [tuple(row) for row in rows]

    async def journal(self) -> list[tuple[str, str]]:
        """(rule, transition) of every entry."""
        rows = await self.connection.fetch("SELECT a.rule, j.transition FROM alert_journal j JOIN alert a ON a.no = j.alert ORDER BY j.no")
        return [tuple(row) for row in rows]

    async def last(self) -> dict[str, Any]:
        """The newest entry of the journal."""
        row = await self.connection.fetchrow("SELECT transition, values, causes, at FROM alert_journal ORDER BY no DESC LIMIT 1")
        transition, values, causes, at = row
        return {"transition": transition, "values": json.loads(values), "causes": json.loads(causes), "at": at}

    async def outbox(self) -> list[tuple[str, str]]:
        """(channel, transition) of everything that leaves."""
        rows = await self.connection.fetch(
            "SELECT o.channel, j.transition FROM outbox o JOIN alert_journal j ON j.no = o.journal ORDER BY o.no"
        )
        return [tuple(row) for row in rows]
