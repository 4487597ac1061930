"""A small region told through the real pipeline, without Kafka: events into the log, the views and the desk, as the consumer takes them."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any, Final

import asyncpg
from pydantic_core import to_json

from hub.bus.records import Record
from hub.calendar.store import recompute
from hub.keys import subject_key
from hub.pipeline import Pipeline
from hub.settings import Settings
from hub.store import engine
from hub.store.order import Days
from schemas.encode import encode
from schemas.payload import Payload
from schemas.registry import EVENT_TYPES, event_type_of

NOW: Final = dt.datetime(2026, 4, 20, 3, 41, tzinfo=dt.UTC)
"""The region's "now": 20 April 2026, 10.41 WIB. `begin` sets the demo's clock to it."""
SOURCES: Final = {
    "simpeg": ("bkpsdm", "SIMPEG", ["personnel"]),
    "lapor": ("diskominfo", "SP4N-LAPOR!", ["complaints"]),
    "sipd": ("bpkad", "SIPD Penatausahaan", ["spending", "payroll"]),
    "pages": ("setda", "Halaman Simpul", ["reference"]),
}


def admit_all(*_: object) -> None:
    """Admission has tests of its own."""


class Region:
    """Tells events."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._pipeline = Pipeline(settings, cluster=f"test-{secrets.token_hex(4)}", admit=admit_all)
        self._offsets: dict[str, int] = {}
        self._told = secrets.randbelow(10**9)

    async def begin(self) -> None:
        """Registers the sources, sets the clock, opens the pipeline."""
        connection = await asyncpg.connect(self.settings.dsn)
        for slug, (agency, name, domains) in SOURCES.items():
            await connection.execute(
                "INSERT INTO source (slug, agency, name, domains, scope, rhythm_minutes, made_at) "
                "VALUES ($1, $2, $3, $4, 'region', 1440, $5)",
                *(slug, agency, name, domains, NOW - dt.timedelta(days=400)),
            )
        await connection.execute("UPDATE clock SET simulated = true, ahead = $1 - clock_timestamp()", NOW)
        await connection.close()
        own = await engine.connect(self.settings.dsn)
        await recompute(own, NOW.date(), Days(self.settings.tz))
        await own.close()
        await self.open()

    async def open(self) -> None:
        """Only opens the pipeline: the region has begun before."""
        await self._pipeline.open()

    async def end(self) -> None:
        await self._pipeline.close()

    async def tell(self, subject: str, data: Payload, *, received: dt.datetime, key: str = "", **attributes: Any) -> None:
        """One event about `<kind>/<source>:<key>`, taken in a batch of its own."""
        slug = subject.partition("/")[2].partition(":")[0]
        self._told += 1
        event_id = key or f"{self._told}"
        time = attributes.pop("time", received)
        agency = SOURCES[slug][0]
        value = encode(data, id=event_id, source=f"/{self.settings.region}/{agency}/{slug}", subject=subject, time=time, **attributes)
        await self.take(f"{event_type_of(data).domain}.{agency}", value, received)

    async def say(self, subject: str, name: str, said: Mapping[str, Any], *, received: dt.datetime, **attributes: Any) -> None:
        """Like `tell`, from the type's short name (`personnel.post-filled`) and plain values."""
        model = EVENT_TYPES[f"id.go.pemda.{name}.v1"].model
        await self.tell(subject, model.model_validate(said), received=received, **attributes)

    async def correct(self, subject: str, name: str, target: str, right: Mapping[str, Any], *, received: dt.datetime) -> None:
        """A correction of the event with the id `target`."""
        slug, domain = subject.partition("/")[2].partition(":")[0], name.partition(".")[0]
        agency = SOURCES[slug][0]
        source = f"/{self.settings.region}/{agency}/{slug}"
        of = {"source": source, "id": target, "type": f"id.go.pemda.{name}.v1"}
        envelope = {"specversion": "1.0", "id": f"c:{target}", "source": source, "type": f"id.go.pemda.{domain}.corrected.v1"}
        data = {"of": of, "payload": dict(right), "reason": "Salah ketik"}
        value = to_json({**envelope, "subject": subject, "time": received.isoformat(), "data": data})
        await self.take(f"{domain}.{agency}", value, received)

    async def take(self, topic: str, value: bytes | None, received: dt.datetime) -> None:
        """One record, as Kafka would hand it over."""
        offset = self._offsets.get(topic, 0)
        self._offsets[topic] = offset + 1
        ahead = NOW - dt.datetime.now(dt.UTC)
        stamp = int((received - ahead).timestamp() * 1000)
        await self._pipeline.take([Record(self.settings.topic_prefix + topic, 0, offset, stamp, value, ())])

    async def alert(self, **said: Any) -> int:
        """An alert as the evaluator would have written it, with its journal; its number. `subject`, `rule`, `agency`, … as columns."""
        row = {
            "period": "",
            "restricted": False,
            "state": "open",
            "values": "{}",
            "severity": "high",
            "ended_at": None,
            "unsure": False,
            **said,
        }
        row["stands_on"] = [subject_key(one) for one in row.pop("on", (row["subject"],))]
        row["skey"] = subject_key(row["subject"])
        connection = await engine.connect(self.settings.dsn)
        await connection.reset_type_codec("timestamptz", schema="pg_catalog")
        number: int = await connection.fetchval(
            "INSERT INTO alert (rule, skey, subject, period, agency, severity, restricted, state, opened_at, "
            "ended_at, values, stands_on, quiet, unsure) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, false, $13) RETURNING no",
            *(row[name] for name in ("rule", "skey", "subject", "period", "agency", "severity", "restricted", "state", "opened_at")),
            *(row[name] for name in ("ended_at", "values", "stands_on", "unsure")),
        )
        await self.journal(connection, number, "opened", row["opened_at"], row)
        await connection.close()
        return number

    async def move(self, number: int, transition: str, at: dt.datetime, state: str) -> None:
        """A later transition of an alert."""
        connection = await asyncpg.connect(self.settings.dsn)
        found = dict(await connection.fetchrow("SELECT * FROM alert WHERE no = $1", number))
        await connection.execute("UPDATE alert SET state = $2, ended_at = $3 WHERE no = $1", number, state, None if state == "open" else at)
        await self.journal(connection, number, transition, at, found)
        await connection.close()

    async def journal(self, connection: Any, number: int, transition: str, at: dt.datetime, row: Mapping[str, Any]) -> None:
        """One transition in a transaction of its own, with its commit_no."""
        async with connection.transaction():
            batch = await connection.fetchval("SELECT nextval('batch_seq')")
            await connection.execute("INSERT INTO commit VALUES ($1, nextval('commit_seq'), $2)", batch, at)
            await connection.execute(
                "INSERT INTO alert_journal (alert, batch, at, transition, episode, agency, severity, values, stands_on, causes) "
                "VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, '[]')",
                *(number, batch, at, transition, row["agency"], row["severity"], row["values"], row["stands_on"]),
            )
