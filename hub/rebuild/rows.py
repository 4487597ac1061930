"""Rows of views by their owners: as the tables hold them, and as a replay says they must be."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from hub.rebuild.slices import Slice
from hub.store.copy import Copier
from hub.store.rows import Row
from hub.views.kit import State, View

Rows = dict[int, list[Row]]
"""Rows of one table by owner, in their order."""
_READ: Final = "SELECT {columns} FROM {table} WHERE skey BETWEEN $1 AND $2 ORDER BY {order}"
_DELETE: Final = "DELETE FROM {table} WHERE skey = ANY($1::int8[])"


class Stored(NamedTuple):
    """One table of a view."""

    view: View[Any]
    row: type[Row]

    @property
    def name(self) -> str:
        return self.row.table.name

    async def read(self, connection: Any, part: Slice) -> Rows:
        """What the table holds of a slice, rows of nobody included."""
        names = [wire.name for wire in self.row.wire]
        keys = [column.name for column in self.row.table.primary_key]
        query = _READ.format(columns=", ".join(names), table=self.name, order=", ".join(keys))
        found: Rows = {}
        for record in await connection.fetch(query, part.low, part.high):
            found.setdefault(record[0], []).append(self.row(*record))
        return found

    async def replace(self, connection: Any, owners: Collection[int], rows: Iterable[Row]) -> None:
        """Puts these rows of the owners in the place of all that they have."""
        await connection.execute(_DELETE.format(table=self.name), list(owners))
        await Copier(self.name, self.row.wire).copy(connection, map(msgspec.structs.astuple, rows))


def tables(views: Iterable[View[Any]]) -> list[Stored]:
    """All tables of the views."""
    return [Stored(view, row) for view in views for row in (view.main, *view.lists)]


def spread(states: Mapping[int, State], view: View[Any]) -> dict[type[Row], Rows]:
    """The rows of States, by their class; a subject without rows is left out."""
    found: dict[type[Row], Rows] = {row: {} for row in (view.main, *view.lists)}
    for skey, state in states.items():
        main, *lists = msgspec.structs.astuple(state)
        found[view.main][skey] = [main]
        for row, rows in zip(view.lists, lists, strict=True):
            if rows:
                found[row][skey] = rows
    return found
