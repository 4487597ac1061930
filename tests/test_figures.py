"""hub/figures.py on a real PostgreSQL and Kafka."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from sqlalchemy import Executable, Insert, Table, func, insert, update
from sqlalchemy.ext.asyncio import AsyncEngine

from hub import metrics
from hub.alerts import tables
from hub.bus.lag import cluster_id
from hub.embedded.ports import any_free
from hub.figures import Reader
from hub.settings import Settings
from hub.store import tables as store
from hub.store.engine import engine
from hub.views.reference import SourceState

DAY_S = 86_400
EMPTY: dict[type, Any] = {str: "", int: 0, bool: False, list: [], dict: {}, dt.datetime: func.now()}


def ago(seconds: float) -> Any:
    """A moment so long before now, by the database's clock."""
    return func.now() - dt.timedelta(seconds=seconds)


def row(table: Table, **given: Any) -> Insert:
    """A row with these values; whatever else the table demands is empty."""
    needed = [column for column in table.c if not column.nullable and column.server_default is None and column.identity is None]
    return insert(table).values({column.name: EMPTY.get(column.type.python_type) for column in needed} | given)


def alert(no: int, **given: Any) -> Insert:
    return row(tables.alert, **{"no": no, "skey": no, "rule": "A08", "agency": "dishub", "severity": "high", "state": "open"} | given)


FILL = [
    row(store.source, no=1, slug="simpeg", agency="bkpsdm", scope="own", rhythm_minutes=60),
    row(store.source, no=2, slug="lama", agency="bkpsdm", scope="own", closed_at=func.now()),
    *(row(store.source_seen, source=no, received=ago(100), at=ago(100)) for no in (1, 2)),
    row(SourceState.table, skey=1, subject="source/simpeg:run", checked_at=ago(40 - 30 * DAY_S)),
    update(store.clock).values(simulated=True, ahead=dt.timedelta(days=30)),
    row(store.topic_pause, topic="complaints.dishub", reason="flood", since=ago(50), by="hub"),
    *(row(store.dirty, batch=batch, thing=1, keys=[1], made_at=ago(20 * batch)) for batch in (0, 1)),
    row(tables.rule_retry, rule="A08", thing=1, keys=[1], error="x"),
    *(row(store.dead_letter, code="scope", agency="dishub", state=state) for state in ("open", "resent")),
    row(store.dead_letter, code="json", agency="dishub", state="closed"),
    alert(1),
    alert(2),
    alert(3, agency=None),
    alert(4, state="resolved"),
    alert(5, rule="A03", restricted=True),
    row(tables.alert_journal, no=1, alert=1, transition="opened", severity="high"),
    row(tables.outbox, journal=1, channel="topic", made_at=ago(10)),
    row(tables.outbox, journal=1, channel="webhook:sekda", made_at=ago(3600), state="delivered"),
    row(store.job, kind="statistics"),
]


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[AsyncEngine]:
    made = engine(settings.dsn)
    yield made
    await made.dispose()
    metrics.FIGURES.rows = {}


@pytest.fixture
async def reader(settings: Settings, base: AsyncEngine) -> AsyncIterator[Reader]:
    made = Reader(settings, base, keep_s=0)
    yield made
    await made.close()


def values(figure: metrics.Declared) -> dict[tuple[str, ...], float]:
    """What a scrape would see: by the values of the labels."""
    return {tuple(labels): value for labels, value in metrics.FIGURES.rows.get(figure, ())}


async def run(base: AsyncEngine, *statements: Executable) -> None:
    async with base.begin() as connection:
        for statement in statements:
            await connection.execute(statement)


async def test_counts_are_those_of_the_tables_and_restricted_alerts_appear_in_one_total(base: AsyncEngine, reader: Reader) -> None:
    await run(base, *FILL)
    await reader.read()
    told = {figure.name: values(figure) for figure in metrics.FIGURES.rows if not figure.name.endswith("_seconds")}
    assert told == {
        "simpul_figures_up": {("postgresql",): 1, ("kafka",): 1},
        "simpul_dirty_marks": {(): 2},
        "simpul_rule_retries": {("A08",): 1},
        "simpul_desk_open": {("scope",): 2},
        "simpul_alerts_open": {("A08", "dishub"): 2, ("A08", ""): 1},
        "simpul_alerts_restricted_open": {(): 1},
        "simpul_outbox_waiting": {(): 1},
        "simpul_jobs": {("waiting",): 1},
        "simpul_unread_events": {},
        "simpul_unread_oldest_retention_ratio": {},
    }


async def test_ages_are_seconds_and_closed_sources_are_left_out(base: AsyncEngine, reader: Reader) -> None:
    await run(base, *FILL)
    await reader.read()
    ages = {figure: values(figure) for figure in metrics.FIGURES.rows if figure.name.endswith("_seconds")}
    of_simpeg = ("simpeg", "bkpsdm")
    expected = {
        metrics.PAUSED: {("complaints.dishub",): 50},
        metrics.DIRTY_AGE: {(): 20},
        metrics.OUTBOX_AGE: {(): 10},
        metrics.SOURCE_EVENT: {of_simpeg: 100},
        metrics.SOURCE_CHECKED: {of_simpeg: 40},
        metrics.SOURCE_RHYTHM: {of_simpeg: 3600},
        metrics.UNREAD_AGE: {},
    }
    assert {figure: {labels: pytest.approx(age, abs=15) for labels, age in told.items()} for figure, told in ages.items()} == expected


async def test_empty_region_has_ages_of_zero(reader: Reader) -> None:
    await reader.read()
    assert (values(metrics.DIRTY_AGE), values(metrics.OUTBOX_AGE), values(metrics.SOURCE_EVENT)) == ({(): 0}, {(): 0}, {})


async def test_unread_events_are_told_by_topic_with_their_share_of_the_retention(
    settings: Settings, base: AsyncEngine, reader: Reader
) -> None:
    topic = f"{settings.topic_prefix}complaints.dishub"
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka)
    await producer.start()
    await make_topic(settings, topic)
    sent = [await producer.send_and_wait(topic, b"x", partition=0) for _ in range(3)]
    await producer.stop()
    known = (row(store.cluster, no=1, id=await cluster_id(settings.kafka)), row(store.topic, no=1, name=topic))
    await run(base, *known, row(store.kafka_offset, cluster=1, topic=1, part=0, next=sent[1].offset))
    await reader.read()
    assert values(metrics.UNREAD) == {(topic,): 2}
    ((age),) = values(metrics.UNREAD_AGE).values()
    assert 0 <= age < 60
    assert values(metrics.UNREAD_RETENTION) == {(topic,): pytest.approx(age / (30 * DAY_S))}


async def make_topic(settings: Settings, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka)
    await admin.start()
    await admin.create_topics([NewTopic(name, 1, 1)])
    await admin.close()


async def test_figures_are_kept_for_some_seconds(settings: Settings, base: AsyncEngine) -> None:
    kept = Reader(settings, base, keep_s=60)
    await kept.read()
    await run(base, row(store.dirty, batch=1, thing=1, keys=[1]))
    await kept.read()
    await kept.close()
    assert values(metrics.DIRTY_ROWS) == {(): 0}


async def test_origin_that_does_not_answer_is_told_and_its_figures_are_absent(settings: Settings, base: AsyncEngine) -> None:
    nobody = f"127.0.0.1:{any_free()[0]}"
    away = settings.model_copy(update={"kafka": nobody})
    await Reader(away, base).read()
    assert values(metrics.FIGURES_UP) == {("postgresql",): 1, ("kafka",): 0}
    assert metrics.UNREAD not in metrics.FIGURES.rows
    await Reader(away, engine(f"postgresql://simpul@{nobody}/simpul")).read()
    assert metrics.FIGURES.rows == {metrics.FIGURES_UP: [(("postgresql",), 0.0), (("kafka",), 0.0)]}
