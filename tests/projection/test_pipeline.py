"""Batches of records taken into a real database: what is accepted once, refused, folded, replayed."""

import datetime as dt
from collections.abc import AsyncIterator, Iterable

import asyncpg
import pytest

from hub.bus.records import Record
from hub.keys.vault import write_master
from hub.pipeline import Pipeline
from hub.settings import Settings
from hub.store import engine
from schemas.encode import encode
from schemas.fields import Payload
from schemas.personnel import PostEstablished, PostFilled, PostVacated

SOURCE = "/32.73/bkpsdm/simpeg"
POST = "post/simpeg:118"
NOON = dt.datetime(2026, 1, 5, 5, tzinfo=dt.UTC)


def admit_all(*_: object) -> None:
    """Admission has tests of its own."""


@pytest.fixture
async def pipeline(settings: Settings) -> AsyncIterator[Pipeline]:
    write_master(settings.master_key_file)
    connection = await asyncpg.connect(settings.dsn)
    await connection.execute(
        "INSERT INTO source (slug, agency, name, domains, scope) VALUES ('simpeg', 'bkpsdm', 'SIMPEG', '{personnel,payroll}', 'region')"
    )
    await connection.close()
    pipeline = Pipeline(settings, cluster="test", admit=admit_all)
    await pipeline.open()
    yield pipeline
    await pipeline.close()


def records(settings: Settings, values: Iterable[bytes | None], first: int = 0) -> list[Record]:
    topic = f"{settings.topic_prefix}personnel.bkpsdm"
    return [Record(topic, 0, first + n, 1_767_600_000_000, value, ()) for n, value in enumerate(values)]


def event(data: Payload, key: str, *, subject: str = POST, time: dt.datetime = NOON) -> bytes:
    return encode(data, id=key, source=SOURCE, subject=subject, time=time)


ESTABLISHED = PostEstablished(agency="dishub", title="Kepala Dinas Perhubungan", kind="jpt-pratama", effective=dt.date(2020, 1, 1))


def filled(person: int, kind: str, since: dt.date) -> PostFilled:
    return PostFilled.model_validate({"agency": "dishub", "kind": kind, "person": f"employee/simpeg:{person}", "effective": since})


async def holders(settings: Settings) -> list[tuple[str, str, bool]]:
    connection = await engine.connect(settings.dsn)
    rows = await connection.fetch("SELECT person_subject, kind, valid_to IS NULL FROM occupancy ORDER BY no")
    await connection.close()
    return [tuple(row) for row in rows]


async def test_late_filling_is_folded_in_effective_order(settings: Settings, pipeline: Pipeline) -> None:
    plt, definitive, vacated = filled(1, "plt", dt.date(2026, 1, 5)), filled(2, "definitive", dt.date(2026, 3, 20)), dt.date(2026, 2, 1)
    await pipeline.take(records(settings, [event(ESTABLISHED, "a"), event(plt, "b")]))
    await pipeline.take(records(settings, [event(definitive, "c")], 2))
    assert await holders(settings) == [("employee/simpeg:1", "plt", False), ("employee/simpeg:2", "definitive", True)]

    await pipeline.take(records(settings, [event(PostVacated(agency="dishub", effective=vacated), "d")], 3))
    connection = await engine.connect(settings.dsn)
    ended = await connection.fetchval("SELECT valid_to FROM occupancy WHERE no = 0")
    await connection.close()
    assert ended == (dt.datetime(2026, 1, 31, 17, tzinfo=dt.UTC) - dt.datetime(2000, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)


async def test_same_batch_again_changes_nothing(settings: Settings, pipeline: Pipeline) -> None:
    batch = records(settings, [event(ESTABLISHED, "a"), event(filled(1, "plt", dt.date(2026, 1, 5)), "b")])
    await pipeline.take(batch)
    await pipeline.take(batch)
    later = [record._replace(offset=record.offset + 10) for record in batch]
    await pipeline.take(later)
    connection = await engine.connect(settings.dsn)
    counts = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM event_key), (SELECT max(version) FROM subject)"
    )
    await connection.close()
    assert tuple(counts) == (2, 2, 1)


async def test_bad_events_wait_on_the_desk_and_good_ones_go_on(settings: Settings, pipeline: Pipeline) -> None:
    good = event(ESTABLISHED, "a")
    other = event(ESTABLISHED.model_copy(update={"title": "Lain"}), "a")
    await pipeline.take(records(settings, [b"{", None, good, other, b'{"specversion":"1.0"}']))
    connection = await engine.connect(settings.dsn)
    codes = [row[0] for row in await connection.fetch("SELECT code FROM dead_letter ORDER BY off")]
    title = await connection.fetchval("SELECT title FROM post")
    await connection.close()
    assert codes == ["broken-json", "no-data", "conflict", "missing-field"]
    assert title == "Kepala Dinas Perhubungan"


async def test_repeat_behind_a_conflict_in_one_batch_is_a_repeat_of_what_was_accepted(settings: Settings, pipeline: Pipeline) -> None:
    good = event(ESTABLISHED, "a")
    other = event(ESTABLISHED.model_copy(update={"title": "Lain"}), "a")
    await pipeline.take(records(settings, [good]))
    await pipeline.take(records(settings, [other, good, other], 1))
    connection = await engine.connect(settings.dsn)
    desk = [tuple(row) for row in await connection.fetch("SELECT code, off FROM dead_letter ORDER BY off")]
    await connection.close()
    assert desk == [("conflict", 1), ("conflict", 3)]
