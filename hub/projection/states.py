"""States in the database: loaded whole, written as the difference between what was and what is."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from hub.store.copy import Copier
from hub.store.rows import Row
from hub.views.kit import State, View

astuple = msgspec.structs.astuple

FEW: Final = 200
"""Below so many rows a prepared statement for each beats a staging table, whose emptying costs a millisecond a commit."""


class RowStore:
    """Reads and writes the rows of one class."""

    def __init__(self, row: type[Row], *, many: bool) -> None:
        name, names = row.table.name, [wire.name for wire in row.wire]
        keys = names[:2] if many else names[:1]
        columns, key_list = ", ".join(names), ", ".join(keys)
        news = ", ".join(f"{column} = EXCLUDED.{column}" for column in names[len(keys) :])
        clash = f"ON CONFLICT ({key_list}) DO UPDATE SET {news}"
        order = " ORDER BY skey, no" if many else ""
        stage = f"stage_{name}"
        self.row = row
        self.many = many
        self._read = f"SELECT {columns} FROM {name} WHERE skey = ANY($1::int8[]){order}"  # noqa: S608 -- names are our own classes'
        places = ", ".join(f"${place}" for place in range(1, len(names) + 1))
        self._one = f"INSERT INTO {name} ({columns}) VALUES ({places}) {clash}"  # noqa: S608 -- as above
        self._merge = f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {stage} {clash}"  # noqa: S608 -- as above
        self._forget = f"DELETE FROM {name} t USING unnest($1::int8[], $2::int4[]) u(skey, n) WHERE t.skey = u.skey"  # noqa: S608 -- as above
        if many:
            self._forget += " AND t.no >= u.n"
        self.make_stage = f"CREATE TEMP TABLE {stage} (LIKE {name}) ON COMMIT DELETE ROWS"
        self._straight = Copier(name, row.wire)
        self._staged = Copier(stage, row.wire)

    async def read(self, connection: Any, owners: Sequence[int]) -> list[Row]:
        return [self.row(*record) for record in await connection.fetch(self._read, owners)]

    async def insert(self, connection: Any, rows: Iterable[Row]) -> None:
        """Rows of subjects that had none: straight into the table."""
        await self._straight.copy(connection, map(astuple, rows))

    async def upsert(self, connection: Any, rows: Sequence[Row]) -> None:
        if len(rows) < FEW:
            await connection.executemany(self._one, [astuple(row) for row in rows])
            return
        await self._staged.copy(connection, map(astuple, rows))
        await connection.execute(self._merge)

    async def forget(self, connection: Any, owners: dict[int, int]) -> None:
        """Deletes the owners' rows; of a list, those numbered from the given number on."""
        await connection.execute(self._forget, list(owners), list(owners.values()))


class Difference:
    """What one batch changes in the tables of one view."""

    def __init__(self, lists: int) -> None:
        self.new: list[list[Row]] = [[] for _ in range(lists + 1)]
        self.changed: list[list[Row]] = [[] for _ in range(lists + 1)]
        self.gone: list[dict[int, int]] = [{} for _ in range(lists + 1)]

    def row(self, place: int, skey: int, was: Row | None, now: Row | None) -> bool:
        """Notes the change of a main row; whether there is one."""
        if was == now:
            return False
        if now is None:
            self.gone[place][skey] = 0
        else:
            (self.new if was is None else self.changed)[place].append(now)
        return True

    def rows(self, place: int, skey: int, was: Sequence[Row], now: Sequence[Row]) -> list[Row]:
        """Notes the change of a list; every row that differs, as it was and as it is."""
        if was == now:
            return []
        if not was:
            self.new[place] += now
            return list(now)
        differing: list[Row] = []
        for number, row in enumerate(now):
            before = was[number] if number < len(was) else None
            if before != row:
                self.changed[place].append(row)
                differing += (row,) if before is None else (before, row)
        if len(now) < len(was):
            self.gone[place][skey] = len(now)
            differing += was[len(now) :]
        return differing


class StateStore:
    """Reads and writes the States of one view."""

    def __init__(self, view: View[Any]) -> None:
        self.view = view
        self.rows = (RowStore(view.main, many=False), *(RowStore(row, many=True) for row in view.lists))

    async def read(self, connection: Any, owners: Sequence[int]) -> dict[int, State]:
        """The States of those of the owners that have one."""
        main, *lists = self.rows
        found = {row.skey: [row, *([] for _ in lists)] for row in await main.read(connection, owners)}  # type: ignore[attr-defined]  # every row has skey
        for place, store in enumerate(lists, 1):
            for row in await store.read(connection, list(found)):
                found[row.skey][place].append(row)  # type: ignore[attr-defined]  # every row has skey
        return {skey: self.view.state(*parts) for skey, parts in found.items()}

    def compare(self, difference: Difference, skey: int, was: State | None, now: State | None, marks: dict[int, set[int]]) -> None:
        """Notes what changed for one subject, and whom the evaluator must look at: everything that changed rows named, before or now."""
        old: Any = [None, *([] for _ in self.view.lists)] if was is None else astuple(was)
        new: Any = [None, *([] for _ in self.view.lists)] if now is None else astuple(now)
        touched = difference.row(0, skey, old[0], new[0])
        for place in range(1, len(new)):
            if differing := difference.rows(place, skey, old[place], new[place]):
                touched = True
                _mark(marks, self.view.lists[place - 1], differing)
        if touched:
            _mark(marks, self.view.main, [row for row in (old[0], new[0]) if row is not None])

    def difference(self) -> Difference:
        return Difference(len(self.view.lists))

    async def write(self, connection: Any, difference: Difference) -> None:
        for store, new, changed, gone in zip(self.rows, difference.new, difference.changed, difference.gone, strict=True):
            if gone:
                await store.forget(connection, gone)
            if new:
                await store.insert(connection, new)
            if changed:
                await store.upsert(connection, changed)


def _mark(marks: dict[int, set[int]], row_class: type[Row], rows: Iterable[Row]) -> None:
    for place, thing in row_class.marks:
        name = row_class.__struct_fields__[place]
        marks.setdefault(thing, set()).update(key for row in rows if (key := getattr(row, name)) is not None)
