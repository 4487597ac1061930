"""Asks whether all that must hold does: log, desk, offsets, keys, views against the plain model, alerts against a full evaluation."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from hub.alerts.full import evaluate_all, open_alerts
from hub.alerts.main import connect as connect_evaluator
from hub.alerts.rules import RULES
from hub.keys import event_key, subject_key
from hub.keys.vault import Vault, generation_of, read_master
from hub.settings import Settings
from hub.store.metadata import Sen
from hub.store.order import instant
from hub.store.rows import Row
from hub.views.registry import PROJECTIONS
from tests.faults.ledger import Ledger
from tests.faults.world import World
from tests.model.facts import Zone
from tests.model.views import expected

CLASSES: Final[Mapping[str, type[Row]]] = {row.table.name: row for view in PROJECTIONS for row in (view.main, *view.lists)}
_LOG: Final = """
SELECT '/' || $1::text || '/' || s.agency || '/' || s.slug, e.id, t.name, e.part, e.off, e.pos, e.batch
FROM event e JOIN source s ON s.no = e.source JOIN topic t ON t.no = e.topic"""
_DESK: Final = "SELECT topic, part, off, code FROM dead_letter WHERE topic IS NOT NULL"
_OFFSETS: Final = "SELECT t.name, o.part, o.next FROM kafka_offset o JOIN topic t ON t.no = o.topic"
_TOKENS: Final = """
SELECT e.blob, k.generation, k.wrapped FROM event e JOIN person_key k ON k.skey = coalesce(e.about, e.skey)
WHERE e.blob IS NOT NULL"""
ENDS: Final = {"resolved": "resolved", "withdrawn": "withdrawn"}
_TWICE: Final = "SELECT count(*) FROM (SELECT FROM outbox GROUP BY journal, channel HAVING count(*) > 1) twice"
_STORY: Final = "SELECT alert, transition, episode FROM alert_journal ORDER BY no"


async def check(world: World, ledger: Ledger) -> dict[str, int]:
    """Raises AssertionError where something does not hold; what was compared, in counts."""
    async with world.database() as connection:
        await _log(connection, world.settings, ledger)
        await _desk(connection, ledger)
        offsets = {(topic, part): next_ for topic, part, next_ in await connection.fetch(_OFFSETS)}
        assert offsets == dict(ledger.ends), _difference(offsets, ledger.ends)
        rows = await _views(connection, world.settings, ledger)
    alerts = await _alerts(world.settings)
    ledger.touched.clear()
    counts = {"records": ledger.records, "accepted": len(ledger.accepted), "repeats": ledger.repeats, "refused": len(ledger.desk)}
    assert counts["records"] == counts["accepted"] + counts["repeats"] + counts["refused"]
    return counts | {"subjects": len(ledger.by_subject), "rows": rows, "alerts": alerts}


async def _log(connection: Any, settings: Settings, ledger: Ledger) -> None:
    """Every accepted event once, from its first place in Kafka; its key beside it; every batch with its commit."""
    rows = await connection.fetch(_LOG, settings.region)
    logged = Counter({(source, name): (topic, part, off) for source, name, topic, part, off, *_ in rows})
    assert len(rows) == len(logged), f"{len(rows) - len(logged)} events are in the log twice"
    assert dict(logged) == ledger.accepted, _difference(logged, ledger.accepted)
    keys = {key.bytes: pos for key, pos in await connection.fetch("SELECT k, pos FROM event_key")}
    assert keys == {event_key(source, name): pos for source, name, *_, pos, _batch in rows}, "event_key is not the log's"
    commits = {batch for (batch,) in await connection.fetch("SELECT batch FROM commit")}
    assert {row[-1] for row in rows} <= commits, "a batch has no commit"
    subjects = {subject for (subject,) in await connection.fetch("SELECT subject FROM subject")}
    assert subjects == set(ledger.by_subject), _difference(dict.fromkeys(subjects), dict.fromkeys(ledger.by_subject))


async def _desk(connection: Any, ledger: Ledger) -> None:
    rows = await connection.fetch(_DESK)
    found = {(topic, part, off): code for topic, part, off, code in rows}
    assert len(rows) == len(found), "something lies on the desk twice"
    assert found == ledger.desk, _difference(found, ledger.desk)


async def _views(connection: Any, settings: Settings, ledger: Ledger) -> int:
    """The rows of all subjects that were spoken of since last time; how many there are."""
    touched = sorted(ledger.touched)
    keys = [subject_key(subject) for subject in touched]
    vault = Vault(read_master(settings.master_key_file))
    tokens = await _tokens(connection, vault)
    wanted = _expected(ledger, touched, settings, vault)
    count = 0
    for table, row in CLASSES.items():
        names = [wire.name for wire in row.wire]
        # Names of tables and columns are those of our own classes.
        found = await connection.fetch(f"SELECT {', '.join(names)} FROM {table} WHERE skey = ANY($1::int8[])", keys)  # noqa: S608 -- as said above
        rows = sorted((tuple(tokens[v] if isinstance(v, bytes) else v for v in values) for values in found), key=repr)
        assert rows == wanted.get(table, []), (
            f"{table}: {_difference(dict.fromkeys(map(repr, rows)), dict.fromkeys(map(repr, wanted[table])))}"
        )
        count += len(rows)
    return count


async def _tokens(connection: Any, vault: Vault) -> dict[bytes, str]:
    """Every sealed block of the log → what is in it."""
    opened = {}
    for blob, generation, wrapped in await connection.fetch(_TOKENS):
        if generation == generation_of(blob):
            opened[blob] = json.dumps(json.loads(vault.unwrap(wrapped, generation).open(blob)), sort_keys=True)
    return opened


def _expected(ledger: Ledger, subjects: Iterable[str], settings: Settings, vault: Vault) -> dict[str, list[tuple[Any, ...]]]:
    """The model's rows in the database's terms."""
    tables: dict[str, list[tuple[Any, ...]]] = {}
    zone = Zone(settings.tz)
    for subject in subjects:
        for table, rows in expected(ledger.by_subject[subject], zone).items():
            made = tables.setdefault(table, [])
            made += (
                tuple(_value(CLASSES[table], wire.name, wire.type, row[wire.name], vault) for wire in CLASSES[table].wire) for row in rows
            )
    return {table: sorted(rows, key=repr) for table, rows in tables.items()}


def _value(row: type[Row], name: str, wire: str, value: Any, vault: Vault) -> Any:
    if value is None:
        return None
    if wire == "timestamptz":
        return instant(value)
    if wire == "bytea":
        return json.dumps(value, sort_keys=True)
    if wire != "int8":
        return value
    if isinstance(row.c[name].type, Sen):
        return int(value * 100)
    kind, found, number = value.partition(":")
    return vault.hashes.alias(kind, number) if found and "/" not in kind else subject_key(value)


async def _alerts(settings: Settings) -> int:
    """Nothing is left to evaluate, what stands is what all rules say about everything, and the journal tells how it came to be."""
    connection = await connect_evaluator(settings)
    try:
        assert await connection.fetchval("SELECT count(*) FROM dirty") == 0
        assert await connection.fetchval("SELECT count(*) FROM rule_retry") == 0
        standing = await open_alerts(connection)
        held = await evaluate_all(connection, settings, RULES, dt.datetime.now(dt.UTC))
        assert standing == held, _difference(dict.fromkeys(standing), dict.fromkeys(held))
        told: dict[int, tuple[str, int]] = {}
        for alert, transition, episode in await connection.fetch(_STORY):
            assert _follows(told.get(alert), transition, episode), (told.get(alert), transition, episode)
            told[alert] = (transition, episode)
        states = {no: (state, episode) for no, state, episode in await connection.fetch("SELECT no, state, episode FROM alert")}
        assert states == {alert: (ENDS.get(transition, "open"), episode) for alert, (transition, episode) in told.items()}
        assert await connection.fetchval(_TWICE) == 0, "a notice would leave twice"
        return len(standing)
    finally:
        await connection.close()


def _follows(before: tuple[str, int] | None, transition: str, episode: int) -> bool:
    """Whether the journal may go on like this."""
    if before is None:
        return (transition, episode) == ("opened", 1)
    was, last = before
    if was in ENDS:
        return (transition, episode) == ("reopened", last + 1)
    return transition in ("changed", *ENDS) and episode == last


def _difference(found: Mapping[Any, Any], wanted: Mapping[Any, Any]) -> str:
    """A few of what is there and should not be, what is missing, and what differs."""
    more, less = [(key, found[key]) for key in found if key not in wanted], [(key, wanted[key]) for key in wanted if key not in found]
    other = [(key, found[key], wanted[key]) for key in found if key in wanted and found[key] != wanted[key]]
    return f"{len(more)} too many {more[:3]}, {len(less)} missing {less[:3]}, {len(other)} differ {other[:3]}"
