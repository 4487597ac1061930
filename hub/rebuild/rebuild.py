"""The rebuild: views made what the log says, offline. It writes what differs, a slice to a transaction, and can be killed and begun again.

A subject whose rows it writes gets a new version, so that whatever a process remembers of it is stale; what it wrote is marked for the
evaluator in the same transaction, and at the end everything is.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from hub.alerts import marks
from hub.alerts import slices as rule_slices
from hub.alerts.rules import RULES
from hub.errors import StopError, TryLaterError
from hub.rebuild import counts
from hub.rebuild.compare import Compared, compare
from hub.rebuild.replay import Replay, is_amended, newest
from hub.rebuild.rows import Stored, tables
from hub.rebuild.slices import Slice, reading, slices
from hub.rebuild.verify import Progress, count_subjects, events_in
from hub.settings import Settings
from hub.store import commits, engine, locks
from hub.store.order import Days
from hub.store.rows import Row
from hub.views.registry import VIEWS

BUSY: Final = (
    "Masih ada konsumen, atau pembangunan ulang lain, yang bekerja. "
    "Hentikan dahulu: Ctrl-C di jendela `simpul up`, lalu `simpul up --servers-only`."
)
_HEADS: Final = """
UPDATE subject t SET version = t.version + 1, last = u.last, amended = u.amended
FROM unnest($1::int8[], $2::bytea[], $3::bool[]) u(skey, last, amended) WHERE t.skey = u.skey"""
_MARK: Final = "INSERT INTO dirty (batch, thing, keys, history) VALUES ($1, $2, $3, true)"


class Rebuilt(NamedTuple):
    """What a rebuild did; `rows` were not as the log says."""

    subjects: int
    events: int
    rows: int


async def rebuild(settings: Settings, kinds: Collection[int] | None, progress: Progress) -> Rebuilt:
    """Makes the views of the kinds (None: all) what the log says.

    Raises:
        TryLaterError: a consumer or another rebuild is at work.
        StopError: the log is not whole, or an event of it cannot be read; nothing is lost.
    """
    writer = await engine.connect(settings.dsn)
    try:
        if not await locks.alone(writer):
            raise TryLaterError(BUSY)
        done = await _rebuild(settings, writer, kinds, progress)
        await _mark_everything(writer)
    finally:
        await writer.close(timeout=5)
    return done


async def _rebuild(settings: Settings, writer: Any, kinds: Collection[int] | None, progress: Progress) -> Rebuilt:
    replay = await Replay.prepared(writer, VIEWS, Days(settings.tz))
    stored = tables(view for kind, view in VIEWS.items() if kinds is None or kind in kinds)
    done = events = rows = 0
    async with reading(settings.dsn) as reader:
        await _refuse_holes(reader)
        total = await count_subjects(reader, kinds)
        async for part in slices(reader, kinds):
            replayed = replay(part)
            if replayed.broken:
                raise StopError(
                    f"Peristiwa milik {part.heads[min(replayed.broken)].subject} di catatan tidak terbaca; lihat `simpul verify`."
                )
            compared = await compare(reader, part, replayed, stored)
            if compared.differences:
                await _repair(writer, part, compared, replayed.heads)
            done, rows, events = done + len(part.heads), rows + len(compared.differences), events + events_in(part)
            progress(done, total)
    return Rebuilt(done, events, rows)


async def _refuse_holes(connection: Any) -> None:
    if holes := await counts.wrong(connection, fatal_alone=True):
        told = "; ".join(f"{number} {count.sentence}" for count, number in holes)
        raise StopError(f"Catatan tidak lengkap, jadi tampilan tidak dapat dibangun ulang darinya: {told}. Pulihkan cadangan lebih dahulu.")


async def _repair(connection: Any, part: Slice, compared: Compared, heads: Iterable[int]) -> None:
    """Writes what differs in one slice, in one transaction."""
    batch = await commits.begin(connection)
    try:
        for table, wrong in compared.tables.items():
            await table.replace(connection, wrong, (row for _, must in wrong.values() for row in must))
        owners = sorted({*heads, *(skey for wrong in compared.tables.values() for skey in wrong)} & part.heads.keys())
        events = [part.events.get(skey, []) for skey in owners]
        await connection.execute(_HEADS, owners, [newest(some) for some in events], [is_amended(some) for some in events])
        for thing, keys in sorted(_named(compared.tables).items()):
            await connection.execute(_MARK, batch, thing, sorted(keys))
        await commits.commit(connection, batch)
    except BaseException:
        if not connection.is_closed():
            await connection.execute("ROLLBACK")
        raise


def _named(tables_: Mapping[Stored, Mapping[int, tuple[list[Row], list[Row]]]]) -> dict[int, set[int]]:
    """Everything that rows named that were there, and name that must be: thing → keys."""
    found: dict[int, set[int]] = {}
    for table, wrong in tables_.items():
        names = [(table.row.__struct_fields__[place], thing) for place, thing in table.row.marks]
        for row in (row for both in wrong.values() for rows in both for row in rows):
            for name, thing in names:
                if (key := getattr(row, name)) is not None:
                    found.setdefault(thing, set()).add(key)
    return found


async def _mark_everything(connection: Any) -> None:
    """All rules are to be asked about all subjects, after whatever is live; quietly, for nothing happened."""
    batch = await commits.begin(connection)
    await marks.put(connection, batch, await rule_slices.of_rules(connection, RULES, None), history=True)
    await commits.commit(connection, batch)
