"""PROJECT: one database transaction per batch. Read `Projector._once` from top to bottom: it is design.md 2.5.

Locks are taken in one order by everybody (offsets, event keys, subjects, persons, commit), each sorted, so nobody waits in a circle.
Two processes that meet the same new key or the same new subject in the same moment are told by the unique key; the later one takes
its batch again.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import asyncpg
import msgspec

from hub.keys.vault import Vault
from hub.projection.fold import Told, fold
from hub.projection.memory import Entry, Memory
from hub.projection.states import StateStore
from hub.store import commits, desk, dirty, event_keys, log, offsets, persons, seen, subjects
from hub.store.engine import roll_back
from hub.store.incoming import Incoming, Position, Refused
from hub.store.order import Days
from hub.views.kit import Fact, View

AGAIN: Final = (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
"""Somebody else was first: the same batch is right again at once."""
TRIES: Final = 8
CONFLICT: Final = "Peristiwa dengan source dan id yang sama sudah diterima dengan isi lain; yang pertama berlaku."


class Batch(msgspec.Struct):
    """What was read from Kafka in one go.

    Attributes:
        events, refused: in order within each partition.
        reached: the next offset of every partition that the batch touches.
    """

    events: list[Incoming]
    refused: list[Refused]
    reached: dict[Position, int]


class Outcome(msgspec.Struct):
    """What became of a batch; counts of events. `codes`: those on the desk, by the code of the reason."""

    batch: int = 0
    accepted: int = 0
    repeats: int = 0
    conflicts: int = 0
    refused: int = 0
    done_before: int = 0
    replays: int = 0
    marks: int = 0
    codes: dict[str, int] = {}


Decode = Callable[[log.Logged], Told]
"""Makes a logged event what the fold needs: the contract knows the types, this stage does not."""


class Projector:
    """Takes batches into the database, one at a time, over one connection."""

    def __init__(
        self,
        connection: Any,
        *,
        cluster: int,
        vault: Vault,
        views: Mapping[int, View[Any]],
        decode: Decode,
        memory: Memory,
        days: Days,
        fail: Callable[[str], None],
    ) -> None:
        self._connection = connection
        self._cluster = cluster
        self._vault = vault
        self._views = views
        self._stores = {kind: StateStore(view) for kind, view in views.items()}
        self._decode = decode
        self._memory = memory
        self._days = days
        self._desk = desk.DayKeys(vault)
        self._fail = fail

    async def prepare(self) -> None:
        """Makes the connection's staging tables."""
        for store in self._stores.values():
            for rows in store.rows:
                await self._connection.execute(rows.make_stage)

    async def project(self, batch: Batch, pauses: Mapping[str, str]) -> Outcome:
        """Takes a batch; when it returns, it is committed.

        Args:
            batch: what was read.
            pauses: topics to pause from here on, with the reason.

        Raises:
            asyncpg.PostgresError, OSError: the database did not answer or refused; nothing of the batch is there, or all of it is.
        """
        for attempt in range(TRIES):
            try:
                return await self._once(batch, pauses)
            except AGAIN:
                await roll_back(self._connection)
                if attempt == TRIES - 1:
                    raise
            except BaseException:
                await roll_back(self._connection)
                raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _once(self, batch: Batch, pauses: Mapping[str, str]) -> Outcome:
        connection, outcome = self._connection, Outcome()
        outcome.batch = number = await commits.begin(connection)
        done = await offsets.lock(connection, self._cluster, batch.reached)
        events = [event for event in batch.events if event.off >= done.get(event.position, 0)]
        refused = [event for event in batch.refused if event.off >= done.get(event.position, 0)]
        outcome.done_before = len(batch.events) + len(batch.refused) - len(events) - len(refused)

        new = await self._new(events, refused, outcome)
        for place, event in enumerate(new.values()):
            event.pos = number << commits.PLACES | place
        await event_keys.add(connection, new)

        of_subject = _by_subject(new.values())
        held = await self._lock(of_subject)
        await self._seal(new.values(), held)
        await log.append(connection, number, self._cluster, new.values())
        self._fail("log copied")

        entries = await self._fold(of_subject, held, outcome)
        await self._write_subjects(of_subject, held, entries)
        marks = await self._write_views(of_subject, held, entries)
        await dirty.add(connection, number, marks, history=all(event.history for event in new.values()))
        if refused:
            await desk.add(connection, self._desk, refused)
        if pauses:
            await desk.pause(connection, pauses)
        await offsets.advance(connection, self._cluster, batch.reached)
        await seen.note(connection, seen.newest(new.values()))
        self._fail("before commit")
        await commits.commit(connection, number)
        self._fail("after commit")

        self._memory.keep(entries)
        outcome.codes = Counter(one.code for one in refused)
        outcome.accepted, outcome.refused, outcome.marks = len(new), len(refused), sum(map(len, marks.values()))
        return outcome

    async def _new(self, events: Sequence[Incoming], refused: list[Refused], outcome: Outcome) -> dict[bytes, Incoming]:
        """Events whose key nobody has said before; repeats are dropped, conflicts refused."""
        known = await event_keys.known(self._connection, {event.key for event in events}) if events else {}
        new: dict[bytes, Incoming] = {}
        for event in events:
            if event.key not in known:
                known[event.key], new[event.key] = event.mac, event
            else:
                _said_again(event, same=known[event.key] == event.mac, refused=refused, outcome=outcome)
        return new

    async def _lock(self, of_subject: Mapping[int, list[Incoming]]) -> dict[int, Entry]:
        """Locks every subject in key order; what is stale or unknown in memory is read from the database."""
        versions = await subjects.lock(self._connection, list(of_subject))
        held: dict[int, Entry] = {}
        stale: dict[int, list[int]] = defaultdict(list)
        for skey, events in of_subject.items():
            version = versions.get(skey)
            entry = self._memory.get(skey)
            if version is None:
                held[skey] = Entry()
            elif entry is not None and entry.version == version:
                held[skey] = entry
            else:
                stale[events[0].kind].append(skey)
        for kind, keys in stale.items():
            states = await self._stores[kind].read(self._connection, keys)
            for skey, head in (await subjects.read(self._connection, keys)).items():
                held[skey] = Entry(head.version, head.last, head.amended, states.get(skey))
        return held

    async def _seal(self, events: Sequence[Incoming] | Any, held: dict[int, Entry]) -> None:
        """Encrypts every classified half under its person's key; makes the keys that are missing."""
        secret = [event for event in events if event.classified is not None]
        owners = {event.skey if event.about is None else event.about for event in secret}
        if not owners:
            return
        keys = {owner: entry.key for owner in owners if (entry := held.get(owner)) is not None and entry.key is not None}
        wanted = owners - keys.keys()
        if wanted:
            born = {owner for owner in wanted if owner in held and held[owner].version == 0}
            keys |= await persons.keys_for(self._connection, self._vault, wanted - born, born)
        for event in secret:
            owner = event.skey if event.about is None else event.about
            key = keys[owner]
            event.blob = key.seal(event.classified or b"")
            if event.about is None and held[event.skey].key is None:
                held[event.skey] = msgspec.structs.replace(held[event.skey], key=key)

    async def _fold(self, of_subject: Mapping[int, list[Incoming]], held: dict[int, Entry], outcome: Outcome) -> dict[int, Entry]:
        """Every subject after the batch: one step for the normal case, the whole of its facts for a late or amended one."""
        entries: dict[int, Entry] = {}
        late: list[int] = []
        for skey, events in of_subject.items():
            entry = held[skey]
            amends = entry.amended or any(event.of_key is not None for event in events)
            last = max(entry.last, events[-1].okey)
            state = entry.state
            if amends or events[0].okey <= entry.last:
                late.append(skey)
            else:
                step = self._views[events[0].kind].step
                for e in events:
                    state = step(state, Fact(e.data, e.effective, e.time, skey, e.subject, e.hashes, e.blob, self._days))
            entries[skey] = Entry(entry.version + 1, last, amends, state, entry.key)
        if late:
            outcome.replays = len(late)
            for skey, logged in (await log.facts_of(self._connection, late)).items():
                event = of_subject[skey][0]
                told = [self._decode(one) for one in logged]
                entries[skey].state = fold(self._views[event.kind], skey, event.subject, told, self._days)
        return entries

    async def _write_subjects(self, of_subject: Mapping[int, list[Incoming]], held: dict[int, Entry], entries: dict[int, Entry]) -> None:
        new, known = [], {}
        for skey, entry in entries.items():
            if held[skey].version == 0:
                event = of_subject[skey][0]
                new.append((skey, entry.version, entry.last, entry.amended, event.kind, event.subject))
            else:
                known[skey] = subjects.Head(entry.version, entry.last, entry.amended)
        if new:
            await subjects.add(self._connection, new)
        if known:
            await subjects.update(self._connection, known)

    async def _write_views(
        self, of_subject: Mapping[int, list[Incoming]], held: dict[int, Entry], entries: dict[int, Entry]
    ) -> dict[int, set[int]]:
        marks: dict[int, set[int]] = {}
        changes = {}
        for skey, entry in entries.items():
            store = self._stores[of_subject[skey][0].kind]
            if store not in changes:
                changes[store] = store.difference()
            store.compare(changes[store], skey, held[skey].state, entry.state, marks)
        for store in sorted(changes, key=lambda s: s.view.thing):
            await store.write(self._connection, changes[store])
        return marks


def _by_subject(events: Any) -> dict[int, list[Incoming]]:
    """Events of each subject in their order; subjects sorted by key."""
    grouped: dict[int, list[Incoming]] = defaultdict(list)
    for event in events:
        grouped[event.skey].append(event)
    for several in grouped.values():
        if len(several) > 1:
            several.sort(key=lambda event: event.okey)
    return {skey: grouped[skey] for skey in sorted(grouped)}


def _said_again(event: Incoming, *, same: bool, refused: list[Refused], outcome: Outcome) -> None:
    if same:
        outcome.repeats += 1
        return
    outcome.conflicts += 1
    refused.append(event.refuse("conflict", CONFLICT))
