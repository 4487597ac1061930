"""What differs between a replay and the tables: table, subject and columns, never a value."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final, NamedTuple

import msgspec

from hub.rebuild.replay import Replayed
from hub.rebuild.rows import Rows, Stored, spread
from hub.rebuild.slices import Slice
from hub.store.rows import Row

MISSING: Final = "missing"
EXTRA: Final = "extra"
DIFFERS: Final = "differs"


class Difference(NamedTuple):
    """One row that is not what the log says.

    Attributes:
        subject: its text; `#<key>` where nobody knows it.
        no: number of the row in a list; None: the subject's only one.
        how: missing, extra, or differs.
        columns: those that differ.
    """

    table: str
    subject: str
    no: int | None
    how: str
    columns: tuple[str, ...]


class Compared(NamedTuple):
    """What differs in one slice: rows to name, and table → owners → (rows there, rows that must be)."""

    differences: list[Difference]
    tables: dict[Stored, dict[int, tuple[list[Row], list[Row]]]]


async def compare(connection: Any, part: Slice, replayed: Replayed, stored: Sequence[Stored]) -> Compared:
    """Compares every table with the replay of a slice."""
    found = Compared(list(_heads(part, replayed)), {})
    right = {
        row: rows
        for view in {one.view.thing: one.view for one in stored}.values()
        for row, rows in spread(replayed.states[view.thing], view).items()
    }
    for table in stored:
        there, must = await table.read(connection, part), right[table.row]
        wrong = {skey: _both(skey, there, must) for skey in there.keys() | must.keys() if there.get(skey, []) != must.get(skey, [])}
        wrong = {skey: both for skey, both in wrong.items() if skey not in replayed.broken}
        if wrong:
            found.tables[table] = wrong
            found.differences.extend(_rows(part, table, wrong))
    return found


def _both(skey: int, there: Rows, must: Rows) -> tuple[list[Row], list[Row]]:
    return there.get(skey, []), must.get(skey, [])


def _heads(part: Slice, replayed: Replayed) -> Iterator[Difference]:
    for skey, columns in replayed.heads.items():
        yield Difference("subject", name_of(part, skey), None, DIFFERS, columns)
    for skey, columns in replayed.broken.items():
        yield Difference("event", name_of(part, skey), None, DIFFERS, columns)
    for skey in part.events.keys() - part.heads.keys():
        yield Difference("subject", name_of(part, skey), None, MISSING, ())


def name_of(part: Slice, skey: int) -> str:
    """The text of a subject; `#<key>` where nobody knows it."""
    head = part.heads.get(skey)
    return f"#{skey}" if head is None else head.subject


def _rows(part: Slice, table: Stored, wrong: Mapping[int, tuple[list[Row], list[Row]]]) -> Iterator[Difference]:
    many = table.row in table.view.lists
    for skey, (there, must) in wrong.items():
        for number, (was, right) in enumerate(zip_longest(there, must)):
            if was != right:
                how = MISSING if was is None else EXTRA if right is None else DIFFERS
                yield Difference(table.name, name_of(part, skey), number if many else None, how, _columns(table.row, was, right))


def _columns(row: type[Row], was: Row | None, right: Row | None) -> tuple[str, ...]:
    if was is None or right is None:
        return ()
    values = zip(msgspec.structs.astuple(was), msgspec.structs.astuple(right), strict=True)
    return tuple(wire.name for wire, (one, other) in zip(row.wire, values, strict=True) if one != other)
