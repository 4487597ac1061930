"""Rows of views in the plain words of the model: subjects for keys, `nip:…` for hashes, moments, rupiah, opened tokens."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final

import msgspec

from hub.keys import subject_key
from hub.keys.hashes import Hashes
from hub.store.metadata import Sen
from hub.store.order import moment
from hub.store.rows import Row
from tests.histories.world import ACCOUNTS, NIKS, NIPS, SUBJECTS
from tests.model.facts import Rows

JOINED: Final = {"nip": NIPS, "nik": NIKS, "account": ACCOUNTS}
Open = Callable[[bytes], Any]


class Words:
    """Translates rows of the histories' small world.

    Args:
        hashes: those of the region.
        opened: from a token to the classified fields.
    """

    def __init__(self, hashes: Hashes, opened: Open) -> None:
        self._names = {subject_key(subject): subject for subjects in SUBJECTS.values() for subject in subjects}
        self._names |= {hashes.alias(kind, value): f"{kind}:{value}" for kind, values in JOINED.items() for value in values}
        self._opened = opened

    def of(self, rows: Iterable[Row]) -> Rows:
        """Table → rows, sorted by subject and number; of rows as `step` makes them."""
        tables: Rows = {}
        for row in rows:
            tables.setdefault(row.table.name, []).append(self._row(row))
        return {table: sorted(found, key=lambda row: (row["skey"], row.get("no", 0))) for table, found in tables.items()}

    def _row(self, row: Row) -> dict[str, Any]:
        return {wire.name: self._value(row, wire.name, wire.type, getattr(row, wire.name)) for wire in row.wire}

    def _value(self, row: Row, name: str, wire: str, value: Any) -> Any:
        if value is None:
            return None
        if wire == "timestamptz":
            return moment(value)
        if wire == "bytea":
            return self._opened(value)
        if wire == "int8":
            return Decimal(value) / 100 if isinstance(row.c[name].type, Sen) else self._names[value]
        return value


def rows_of(state: Any) -> list[Row]:
    """All rows of a State."""
    main, *lists = msgspec.structs.astuple(state)
    return [main, *(row for rows in lists for row in rows)]
